using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>One row.</summary>
internal sealed class RowModelRequest(RequestPipeline pipeline, RowPredictor rows, Row row) : ModelRequest(pipeline)
{
    public override RequestKind Kind => RequestKind.Row;

    public override int Count => 1;

    public override IReadOnlyList<Row> ToRows() => [row];

    internal override async ValueTask<ModelResponse> SendAsync(PredictOptions? options, CancellationToken cancellationToken) =>
        Of(await rows.PredictAsync(row, options, cancellationToken).ConfigureAwait(false));

    private protected override string MakeFingerprint() => new ContentDigest(Kind).Add(row).ToString();

    private protected override ModelResponse MakeAnswer(IReadOnlyList<Row> outputs)
    {
        OutputsAsTensors.Check(Pipeline, outputs);
        return Of(rows.MadeUp(Pipeline, row, outputs[0], Pipeline.Router.NewId()));
    }

    private static ModelResponse<RowPrediction> Of(RowPrediction prediction) =>
        new(prediction, prediction.Id, prediction.Version, prediction.Role, prediction.Latency, () => [prediction.Outputs]);
}
