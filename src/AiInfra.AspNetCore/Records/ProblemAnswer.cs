using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AiInfra.AspNetCore.Records;

/// <summary>Answers failures as RFC 9457 problem details.</summary>
internal static class ProblemAnswer
{
    public const string ContentType = "application/problem+json";

    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        var json = new Utf8JsonWriter(response.BodyWriter, JsonAnswer.Readable);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status"u8, status);
            json.WriteString("detail"u8, detail);
            json.WriteEndObject();
            json.Flush();
            await response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
