using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Several rows, of which the first is a certain one of a longer list.</summary>
internal sealed class RowsModelRequest(RequestPipeline pipeline, RowPredictor predictor, ArraySegment<Row> rows, int first) : ModelRequest(pipeline)
{
    public override RequestKind Kind => RequestKind.Rows;

    public override int Count => rows.Count;

    public override IReadOnlyList<Row> ToRows() => rows;

    internal override async ValueTask<ModelResponse> SendAsync(PredictOptions? options, CancellationToken cancellationToken)
    {
        (string id, RowPrediction[] predictions) = await predictor.PredictPartAsync(rows, first, options, null, cancellationToken).ConfigureAwait(false);
        return Of(id, predictions);
    }

    private protected override string MakeFingerprint()
    {
        var digest = new ContentDigest(Kind);
        foreach (Row row in rows)
        {
            digest.Add(row);
        }

        return digest.ToString();
    }

    private protected override ModelResponse MakeAnswer(IReadOnlyList<Row> outputs)
    {
        OutputsAsTensors.Check(Pipeline, outputs);
        string id = Pipeline.Router.NewId();
        return Of(id, [.. rows.Select((r, i) => predictor.MadeUp(Pipeline, r, outputs[i], $"{id}#{first + i}"))]);
    }

    private static ModelResponse<RowPrediction[]> Of(string id, RowPrediction[] all) =>
        new(all, id, all[0].Version, all[0].Role, all[0].Latency, () => Array.ConvertAll(all, p => p.Outputs));
}
