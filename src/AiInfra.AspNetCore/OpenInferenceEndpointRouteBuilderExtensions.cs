using AiInfra.AspNetCore.Inference;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Open Inference Protocol.</summary>
public static class OpenInferenceEndpointRouteBuilderExtensions
{
    /// <summary>Maps the Open Inference Protocol v2 over REST, JSON and binary tensors, for all deployments of the host, under <c>/v2</c> (of the group, where one is given).</summary>
    /// <remarks>
    /// A model's name in the protocol is the deployment's name; its versions are those that are loaded. Answers come from the deployment as those of any other caller do: with canary, shadow, signals and log.
    /// Settings: <see cref="OpenInferenceOptions"/>, for example by <c>services.Configure&lt;OpenInferenceOptions&gt;(…)</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The host has no deployments.</exception>
    public static IEndpointConventionBuilder MapOpenInference(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return OpenInferenceRoutes.Map(endpoints);
    }
}
