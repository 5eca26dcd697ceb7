using System.Globalization;
using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Turns what went wrong into the protocol's answer: a status and <c>{"error":"…"}</c>.</summary>
internal sealed partial class ProtocolErrors(IOptions<OpenInferenceOptions> options, ILogger<ProtocolErrors> logger)
{
    /// <summary>nginx's code for "the client went away"; nobody reads it, but logs do.</summary>
    private const int ClientClosedRequest = 499;

    private readonly string _retryAfter = Math.Max(1, (long)Math.Ceiling(options.Value.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs a handler and answers its failures in the protocol's way.</summary>
    public Task GuardAsync(HttpContext context, RequestDelegate handler) => GuardAsync(context, handler, WriteAsync);

    /// <summary>Runs a handler and answers its failures in a way of one's own.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate handler, Func<HttpContext, int, string, Task> answer)
    {
        try
        {
            await handler(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            // The protocol's clients read a JSON body with every error, ours included; the exception itself goes to the log.
            await AnswerAsync(context, e, answer).ConfigureAwait(false);
        }
    }

    /// <summary>Answers with an error.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message)
    {
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        using var json = new Utf8JsonWriter(response.BodyWriter, JsonAnswer.Readable);
        json.WriteStartObject();
        json.WriteString("error"u8, message);
        json.WriteEndObject();
        json.Flush();
        return response.BodyWriter.FlushAsync(CancellationToken.None).AsTask();
    }

    private Task AnswerAsync(HttpContext context, Exception e, Func<HttpContext, int, string, Task> answer)
    {
        int status = Status(e);
        if (status == StatusCodes.Status500InternalServerError)
        {
            LogFailed(logger, e, context.Request.Path);
        }

        context.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = _retryAfter;
        }

        bool known = status != StatusCodes.Status500InternalServerError || e is InferenceException;
        return answer(context, status, known ? e.Message : "The server failed on this request; its log says more.");
    }

    private static int Status(Exception e) => e switch
    {
        ProtocolException p => p.Status,
        InferenceRequestException or JsonException => StatusCodes.Status400BadRequest,
        QueueFullException or RequestTimeoutException or DeploymentUnavailableException or DeploymentException or CatalogConflictException => StatusCodes.Status503ServiceUnavailable,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    [LoggerMessage(EventId = 8001, Level = LogLevel.Error, Message = "The request for {Path} failed.")]
    private static partial void LogFailed(ILogger logger, Exception e, string path);
}
