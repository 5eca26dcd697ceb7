using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Inference;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Records;

/// <summary><c>POST feedback</c>: what became known about answers, <c>{"id":…,"label":…}</c> or an array of such.</summary>
internal sealed class FeedbackEndpoint(SignalHub signals, IOptions<RecordOptions> options, TimeProvider time)
{
    private readonly RecordOptions _options = options.Value;

    public async Task HandleAsync(HttpContext context)
    {
        Feedback[] all;
        using (RequestBody body = await RequestBody.ReadAsync(context, _options.MaxRequestBytes, $"{nameof(RecordOptions)}.{nameof(RecordOptions.MaxRequestBytes)}").ConfigureAwait(false))
        using (var document = RecordJson.Parse(body.Bytes))
        {
            // All are read before the first is told: a request is taken whole or not at all.
            JsonElement root = document.RootElement;
            all = root.ValueKind == JsonValueKind.Array
                ? [.. root.EnumerateArray().Select((f, i) => Read(f, $" of [{i}]"))]
                : [Read(root, "")];
        }

        if (all.Length == 0 || all.Length > _options.MaxRecords)
        {
            throw ErrorAnswerException.BadRequest($"Expected 1 to {_options.MaxRecords} labels, came {all.Length}.");
        }

        foreach (Feedback feedback in all)
        {
            signals.Publish(feedback);
        }

        await JsonAnswer.SendAsync(context, StatusCodes.Status202Accepted, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("accepted"u8, all.Length);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private Feedback Read(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw ErrorAnswerException.BadRequest($"Expected an object with 'id' and 'label'{place}, came {json.ValueKind}.");
        }

        string? id = null;
        string source = "label";
        Value label = default;
        DateTimeOffset at = time.GetUtcNow();
        foreach (JsonProperty property in json.EnumerateObject())
        {
            JsonElement value = property.Value;
            switch (property.Name)
            {
                case "id" when value.ValueKind == JsonValueKind.String: id = value.GetString(); break;
                case "source" when value.ValueKind == JsonValueKind.String: source = value.GetString()!; break;
                case "at" when value.ValueKind == JsonValueKind.String && RecordJson.TryTime(value, out DateTimeOffset when): at = when.ToUniversalTime(); break;
                case "label" when Label(value) is { IsMissing: false } known: label = known; break;
                case "id" or "source" or "at" or "label":
                    throw ErrorAnswerException.BadRequest($"Expected {Expected(property.Name)} for '{property.Name}'{place}, came {value.ValueKind}.");
                default:
                    throw ErrorAnswerException.BadRequest($"Feedback has 'id', 'label', 'source' and 'at', not '{property.Name}'{place}.");
            }
        }

        return string.IsNullOrEmpty(id) || label.IsMissing
            ? throw ErrorAnswerException.BadRequest($"Feedback needs an 'id', as the answer gave it, and a 'label'{place}.")
            : new Feedback(id, label, at, source);
    }

    private static Value Label(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Value.Of(json.GetString()),
        
        // With all its digits: a class may be an id.
        JsonValueKind.Number when Value.TryNumber(json.GetRawText(), out Value number) => number,
        JsonValueKind.True or JsonValueKind.False => Value.Of(json.GetBoolean()),
        _ => Value.Missing,
    };

    private static string Expected(string property) => property switch
    {
        "label" => "a text, a number, true or false",
        "at" => "a time such as 2026-01-31T08:00:00Z",
        _ => "a text",
    };
}
