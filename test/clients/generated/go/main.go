// What a user of a generated client for Go does; it prints what the test looks at.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"try/openapi"
)

func main() {
	if err := play(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func play() error {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: os.Getenv("API_URL")}}
	configuration.AddDefaultHeader("Authorization", "Bearer "+os.Getenv("TOKEN"))
	api := openapi.NewAPIClient(configuration)
	ctx := context.Background()

	customer := openapi.NewParticipantInput("customer")
	if err := json.Unmarshal([]byte(os.Getenv("ATTRIBUTES")), &customer.Attributes); err != nil {
		return err
	}
	conversation := openapi.NewConversationInput("voice", []openapi.ParticipantInput{*customer})
	made, _, err := api.ConversationsAPI.CreateConversation(ctx).ConversationInput(*conversation).Execute()
	if err != nil {
		return err
	}
	id := made.Conversation.Id

	gold := "gold"
	set := openapi.NewFlowAttributesInput(map[string]*string{"tier": &gold, "language": nil})
	pending, _, err := api.FlowsAPI.SetAttributes(ctx, id, "ivr-1").FlowAttributesInput(*set).Execute()
	if err != nil {
		return err
	}
	if _, _, err = api.FlowsAPI.FlushAttributes(ctx, id, "ivr-1").Flush(*openapi.NewFlush()).Execute(); err != nil {
		return err
	}

	patch := openapi.NewAttributesPatch(map[string]interface{}{"removed": nil})
	patched, _, err := api.ParticipantsAPI.PatchParticipantAttributes(ctx, id, "customer").AttributesPatch(*patch).Execute()
	if err != nil {
		return err
	}
	read, _, err := api.ConversationsAPI.GetConversation(ctx, id).Expand([]string{"participants", "data"}).Execute()
	if err != nil {
		return err
	}

	stale := openapi.NewAttributesPatch(map[string]interface{}{"tier": "silver"})
	stale.SetVersion(1)
	_, _, err = api.ParticipantsAPI.PatchParticipantAttributes(ctx, id, "customer").AttributesPatch(*stale).Execute()
	var refused *openapi.GenericOpenAPIError
	if !errors.As(err, &refused) {
		return fmt.Errorf("the stale patch gives %v", err)
	}
	problem, isProblem := refused.Model().(openapi.Problem)
	if !isProblem {
		return fmt.Errorf("the refusal is a %T", refused.Model())
	}

	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"pending":        pending.Pending,
		"attributes":     read.Participants[0].Attributes,
		"version":        patched.PatchedAttributes.GetVersion(),
		"code":           problem.Code,
		"isConflict":     problem.Code == openapi.PROBLEMCODE_VERSION_CONFLICT,
		"currentVersion": problem.GetCurrentVersion(),
	})
}
