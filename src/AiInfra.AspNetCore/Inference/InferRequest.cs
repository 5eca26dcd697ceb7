using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Inference;

/// <summary>A request for inference as the protocol says it.</summary>
internal sealed class InferRequest
{
    /// <summary>The client's own id, given back with the answer. It need not be unique, so it is not the prediction's id.</summary>
    public string? Id { get; set; }

    public NamedTensor[] Inputs { get; set; } = [];

    /// <summary>Null for all outputs; never empty.</summary>
    public RequestedOutput[]? Outputs { get; set; }

    /// <summary>Whether outputs that say nothing else come as bytes.</summary>
    public bool BinaryOutputs { get; set; }

    /// <summary>What the parameters say; null where they say nothing that matters here.</summary>
    public PredictOptions? Options { get; set; }
}
