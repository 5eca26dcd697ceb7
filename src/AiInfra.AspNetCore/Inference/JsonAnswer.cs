using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Sends small JSON answers.</summary>
internal static class JsonAnswer
{
    public static async Task SendAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
        {
            write(json);
            json.Flush();
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
