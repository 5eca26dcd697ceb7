using System.Globalization;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Inference;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore;

/// <summary>Answers the services' exceptions in a host's own endpoints with problem details.</summary>
internal sealed partial class ServiceExceptionHandler(IProblemDetailsService problems, IOptions<OpenInferenceOptions> options, ILogger<ServiceExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ServiceErrors.Of(exception) is not (int status, string message))
        {
            return false;
        }

        if (status is not (StatusCodes.Status400BadRequest or StatusCodes.Status429TooManyRequests))
        {
            // The exception handler's own log stays silent about what is handled.
            LogFailed(logger, exception, httpContext.Request.Path);
        }

        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = options.Value.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = new ProblemDetails { Status = status, Detail = message } }).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 8004, Level = LogLevel.Warning, Message = "The request for {Path} failed.")]
    private static partial void LogFailed(ILogger logger, Exception e, string path);
}
