# The data actions of this folder, with their integration and its credentials, as the files beside say.
#
#   terraform init && terraform apply -var api_url=https://... -var client_id=... -var client_secret=...

terraform {
  required_version = ">= 1.5"
  required_providers {
    genesyscloud = {
      source = "mypurecloud/genesyscloud"
    }
  }
}

variable "api_url" {
  type        = string
  description = "Of the API, without a slash at its end: the output ApiUrl of the stack."
}

variable "token_url" {
  type        = string
  default     = null
  description = "Of the issuer's token end point. Default: /oauth/token of the API."
}

variable "client_id" {
  type        = string
  description = "Of the client that flows are."
}

variable "client_secret" {
  type      = string
  sensitive = true
}

locals {
  folder  = "${path.module}/.."
  auth    = jsondecode(file("${local.folder}/custom-auth.json"))
  files   = setsubtract(fileset(local.folder, "*.json"), ["custom-auth.json"])
  actions = { for file in local.files : trimsuffix(file, ".json") => jsondecode(file("${local.folder}/${file}")) }
}

resource "genesyscloud_integration_credential" "client" {
  name                 = "Conversation Attributes"
  credential_type_name = "userDefinedOAuth"
  fields = {
    apiUrl       = var.api_url
    tokenUrl     = coalesce(var.token_url, "${var.api_url}/oauth/token")
    clientId     = var.client_id
    clientSecret = var.client_secret
  }
}

resource "genesyscloud_integration" "conversation_attributes" {
  intended_state   = "ENABLED"
  integration_type = "custom-rest-actions"
  config {
    name       = "Conversation Attributes"
    properties = jsonencode({})
    advanced   = jsonencode({})
    credentials = {
      basicAuth = genesyscloud_integration_credential.client.id
    }
  }
}

resource "genesyscloud_integration_custom_auth_action" "token" {
  integration_id = genesyscloud_integration.conversation_attributes.id
  config_request {
    request_url_template = local.auth.request.requestUrlTemplate
    request_type         = local.auth.request.requestType
    request_template     = local.auth.request.requestTemplate
    headers              = local.auth.request.headers
  }
  config_response {
    translation_map          = local.auth.response.translationMap
    translation_map_defaults = local.auth.response.translationMapDefaults
    success_template         = local.auth.response.successTemplate
  }
}

resource "genesyscloud_integration_action" "action" {
  for_each        = local.actions
  name            = each.value.name
  category        = "Conversation Attributes"
  integration_id  = genesyscloud_integration.conversation_attributes.id
  secure          = each.value.secure
  contract_input  = jsonencode(each.value.contract.input.inputSchema)
  contract_output = jsonencode(each.value.contract.output.successSchema)
  config_request {
    request_url_template = each.value.config.request.requestUrlTemplate
    request_type         = each.value.config.request.requestType
    request_template     = each.value.config.request.requestTemplate
    headers              = each.value.config.request.headers
  }
  config_response {
    translation_map          = each.value.config.response.translationMap
    translation_map_defaults = each.value.config.response.translationMapDefaults
    success_template         = each.value.config.response.successTemplate
  }
}
