using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments;

/// <summary>A copy of an answered request, of a row or of tensors, that waits for the challenger.</summary>
internal readonly record struct ShadowCopy(LoadedVersion Challenger, Row? Row, NamedTensor[]? Tensors, string Id, string? Key, string? TraceId);
