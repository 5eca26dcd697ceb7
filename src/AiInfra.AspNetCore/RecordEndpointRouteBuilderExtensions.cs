using AiInfra.AspNetCore.Records;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps predictions from plain JSON records, and feedback.</summary>
public static class RecordEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>POST predict/{deployment}</c>, which takes a JSON object, or an array of them, with the model's columns as properties, and <c>GET predict/openapi.json</c>, which describes all deployments as OpenAPI 3.1.</summary>
    /// <remarks>
    /// The answer is <c>{"id":…,"version":…,"outputs":{…}}</c>, or an array of such; errors are RFC 9457 problem details. The query may say <c>id</c>, <c>key</c> and <c>version</c>.
    /// Settings: <see cref="RecordOptions"/>. Models that take tensors of open dimensions are asked by the Open Inference Protocol.
    /// </remarks>
    /// <param name="endpoints">Where to.</param>
    /// <param name="prefix">First part of the paths.</param>
    /// <exception cref="InvalidOperationException">The host has no deployments.</exception>
    public static IEndpointConventionBuilder MapPredict(this IEndpointRouteBuilder endpoints, string prefix = "/predict")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return RecordRoutes.MapPredict(endpoints, prefix);
    }

    /// <summary>Maps <c>POST feedback</c>, which takes <c>{"id":…,"label":…}</c> or an array of such: what became known about an answer, by the id that it came with. The answer is 202.</summary>
    /// <remarks>Labels decide what is alarmed, retrained and promoted: whoever may send them steers the model. Close it with <c>.RequireAuthorization(…)</c>; <c>MapAiInfra</c> does not map it.</remarks>
    /// <param name="endpoints">Where to.</param>
    /// <param name="path">The path.</param>
    public static IEndpointConventionBuilder MapFeedback(this IEndpointRouteBuilder endpoints, string path = "/feedback")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return RecordRoutes.MapFeedback(endpoints, path);
    }
}
