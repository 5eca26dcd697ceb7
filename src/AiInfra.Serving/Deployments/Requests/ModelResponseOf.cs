using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>A response, and the result that its caller gets.</summary>
internal sealed class ModelResponse<TResult>(TResult result, string id, int version, PredictionRole role, TimeSpan latency, Func<IReadOnlyList<Row>?> rows) : ModelResponse(id, version, role, latency)
{
    public TResult Result { get; } = result;

    public override IReadOnlyList<NamedTensor>? Tensors => (Result as InferenceResult)?.Outputs;

    public override IReadOnlyList<Row>? ToRows() => rows();
}
