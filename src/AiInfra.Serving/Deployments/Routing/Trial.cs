using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Routing;

/// <summary>A version on trial, loaded.</summary>
internal readonly record struct Trial(DeploymentVariant Variant, LoadedVersion Version);
