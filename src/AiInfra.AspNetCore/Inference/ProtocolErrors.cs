using System.Globalization;
using System.Text.Json;
using AiInfra.AspNetCore.Errors;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Turns what went wrong into the protocol's answer: a status and <c>{"error":"…"}</c>.</summary>
internal sealed partial class ProtocolErrors(IOptions<OpenInferenceOptions> options, ILogger<ProtocolErrors> logger)
{
    /// <summary>nginx's code for "the client went away"; nobody reads it, but logs do.</summary>
    private const int ClientClosedRequest = 499;

    private readonly string _retryAfter = options.Value.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);

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
        (int status, string message) = Describe(e);
        if (status == StatusCodes.Status500InternalServerError)
        {
            LogFailed(logger, e, context.Request.Path);
        }
        else if (e is DeploymentException || e.InnerException is DeploymentException)
        {
            LogRefused(logger, e, context.Request.Path);
        }

        context.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = _retryAfter;
        }

        return answer(context, status, message);
    }

    private static (int Status, string Message) Describe(Exception e) => e switch
    {
        JsonException => (StatusCodes.Status400BadRequest, e.Message),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message),
        DeploymentException d => (StatusCodes.Status503ServiceUnavailable, d.Reason),
        CatalogConflictException => (StatusCodes.Status503ServiceUnavailable, e.Message),
        _ => ServiceErrors.Of(e) ?? (StatusCodes.Status500InternalServerError, "The server failed on this request; its log says more."),
    };

    [LoggerMessage(EventId = 8003, Level = LogLevel.Warning, Message = "The request for {Path} was refused.")]
    private static partial void LogRefused(ILogger logger, Exception e, string path);

    [LoggerMessage(EventId = 8001, Level = LogLevel.Error, Message = "The request for {Path} failed.")]
    private static partial void LogFailed(ILogger logger, Exception e, string path);
}
