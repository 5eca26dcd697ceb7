using AiInfra.Core.Catalog;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Protocol;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Errors;

/// <summary>What a client is told of a service's failure. Paths, digests and the runtime's own words are for the log.</summary>
internal static class ServiceErrors
{
    public const string ModelFailed = "The model failed on this request; the server's log says why.";

    /// <summary>Status and words, or null where the failure is none of the services'.</summary>
    public static (int Status, string Message)? Of(Exception error) => error switch
    {
        ErrorAnswerException answer => (answer.Status, answer.Message),
        ProtocolException protocol => (protocol.IsUnsupported ? StatusCodes.Status501NotImplemented : StatusCodes.Status400BadRequest, protocol.Message),
        InferenceRequestException => (StatusCodes.Status400BadRequest, error.Message),
        TooManyRequestsException => (StatusCodes.Status429TooManyRequests, error.Message),
        QueueFullException or RequestTimeoutException or DeploymentUnavailableException => (StatusCodes.Status503ServiceUnavailable, error.Message),
        DeploymentException refused => (StatusCodes.Status409Conflict, refused.Reason),
        CatalogConflictException => (StatusCodes.Status409Conflict, error.Message),
        InferenceException => (StatusCodes.Status500InternalServerError, ModelFailed),

        // A change without an actor or a reason.
        ArgumentException { ParamName: "actor" or "reason" } => (StatusCodes.Status400BadRequest, error.Message),
        _ => null,
    };
}
