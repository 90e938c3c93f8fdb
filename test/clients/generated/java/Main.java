import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ConversationsApi;
import org.openapitools.client.api.FlowsApi;
import org.openapitools.client.api.ParticipantsApi;
import org.openapitools.client.model.AttributesPatch;
import org.openapitools.client.model.Conversation;
import org.openapitools.client.model.ConversationInput;
import org.openapitools.client.model.Flush;
import org.openapitools.client.model.ParticipantInput;
import org.openapitools.client.model.PatchedAttributes;
import org.openapitools.client.model.Pending;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.ProblemCode;
import org.openapitools.client.model.FlowAttributesInput;

/** What a user of a generated client for Java does; it prints what the test looks at. */
public class Main {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("API_URL"));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + System.getenv("TOKEN")));
    // Without this, null inside a value is left out.
    ObjectMapper json = client.getObjectMapper();
    json.setDefaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS));
    client.setObjectMapper(json);
    ConversationsApi conversations = new ConversationsApi(client);
    FlowsApi flows = new FlowsApi(client);
    ParticipantsApi participants = new ParticipantsApi(client);

    Map<String, Object> attributes = json.readerForMapOf(Object.class).readValue(System.getenv("ATTRIBUTES"));
    ParticipantInput customer = new ParticipantInput().purpose("customer").attributes(attributes);
    ConversationInput input = new ConversationInput().type(ConversationInput.TypeEnum.VOICE).addParticipantsItem(customer);
    String id = conversations.createConversation(input, null).getConversation().getId();

    Map<String, String> values = new LinkedHashMap<>();
    values.put("tier", "gold");
    values.put("language", null);
    Pending pending = flows.setAttributes(id, "ivr-1", new FlowAttributesInput().attributes(values), null);
    flows.flushAttributes(id, "ivr-1", null, new Flush());

    Map<String, Object> removal = new LinkedHashMap<>();
    removal.put("removed", null);
    PatchedAttributes patched =
        participants
            .patchParticipantAttributes(id, "customer", new AttributesPatch().attributes(removal), null, null)
            .getPatchedAttributes();
    Conversation read = conversations.getConversation(id, List.of("participants", "data"), null);

    Problem problem;
    try {
      AttributesPatch stale = new AttributesPatch().attributes(Map.of("tier", "silver")).version(1L);
      participants.patchParticipantAttributes(id, "customer", stale, null, null);
      throw new IllegalStateException("the stale patch was taken");
    } catch (ApiException refused) {
      problem = json.readValue(refused.getResponseBody(), Problem.class);
    }

    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("pending", pending.getPending());
    seen.put("attributes", read.getParticipants().get(0).getAttributes());
    seen.put("version", patched.getVersion());
    seen.put("code", problem.getCode());
    seen.put("isConflict", problem.getCode() == ProblemCode.VERSION_CONFLICT);
    seen.put("currentVersion", problem.getCurrentVersion());
    System.out.println(json.writeValueAsString(seen));
  }
}
