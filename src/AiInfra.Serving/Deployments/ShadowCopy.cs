using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments;

/// <summary>A copy of an answered request that waits for the challenger.</summary>
internal readonly record struct ShadowCopy(LoadedVersion Challenger, Row Inputs, string Id, string? Key, string? TraceId);
