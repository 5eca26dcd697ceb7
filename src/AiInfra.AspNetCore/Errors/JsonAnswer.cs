using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Errors;

/// <summary>Sends small JSON answers.</summary>
internal static class JsonAnswer
{
    /// <summary>Quotation marks and letters of all scripts stay readable: the answers are JSON by their Content-Type and never part of a page.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends <c>{"error":"…"}</c>.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string message) => SendAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error"u8, message);
        json.WriteEndObject();
    });

    public static async Task SendAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(context.Response.BodyWriter, Readable);
        await using (json.ConfigureAwait(false))
        {
            write(json);
            json.Flush();
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
