using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Tensors by name.</summary>
internal sealed class TensorModelRequest(RequestPipeline pipeline, TensorPredictor predictor, IReadOnlyList<NamedTensor> tensors) : ModelRequest(pipeline)
{
    public override RequestKind Kind => RequestKind.Tensors;

    /// <summary>The first dimension, where the model has rows: all inputs have the same, or they do not fit.</summary>
    public override int Count => Pipeline.Router.Routing.Champion is { Model.Signature.HasRows: true } && tensors.Count > 0 && tensors[0].Data is { Shape: [var rows, ..] } ? (int)rows : 1;

    public override IReadOnlyList<NamedTensor> Tensors => tensors;

    public override IReadOnlyList<Row>? ToRows()
    {
        if (Pipeline.Router.Routing.Champion is not { Model.Signature.HasFixedRows: true } champion)
        {
            return null;
        }

        TensorRequest request = TensorRequest.Check(champion.Model.Signature, tensors);
        return Rows(champion.InputColumns, request.Inputs, request.Rows);
    }

    internal override async ValueTask<ModelResponse> SendAsync(PredictOptions? options, CancellationToken cancellationToken) =>
        Of(await predictor.InferAsync(tensors, options, cancellationToken).ConfigureAwait(false));

    private protected override string MakeFingerprint()
    {
        var digest = new ContentDigest(Kind);
        foreach (NamedTensor tensor in tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            digest.Add(tensor);
        }

        return digest.ToString();
    }

    private protected override ModelResponse MakeAnswer(IReadOnlyList<Row> outputs)
    {
        LoadedVersion version = OutputsAsTensors.Of(Pipeline);
        ModelSignature signature = version.Model.Signature;
        using ModelSlot slot = OutputsAsTensors.Fill(signature, outputs);
        TensorData[] made = new TensorCodec(signature).Read(TensorRequest.Check(signature, tensors), slot, 0);
        return Of(new InferenceResult
        {
            Id = Pipeline.Router.NewId(),
            Model = Model,
            Version = 0,
            Role = PredictionRole.Champion,
            Latency = TimeSpan.Zero,
            Signature = signature,
            Outputs = [.. made.Select((t, i) => new NamedTensor(signature.Outputs[i].Name, t))],
        });
    }

    private static ModelResponse<InferenceResult> Of(InferenceResult result) => new(result, result.Id, result.Version, result.Role, result.Latency, () =>
    {
        ModelSignature signature = result.Signature;
        int rows = signature.HasFixedRows && result.Outputs is [{ Data.Shape: [var first, ..] }, ..] ? (int)first : 0;
        return rows == 0 ? null : Rows(new TensorSchema(signature.Outputs, signature.Classes), [.. result.Outputs.Select(o => o.Data)], rows);
    });

    private static Row[] Rows(TensorSchema columns, TensorData[] tensors, int rows)
    {
        RowSchema schema = columns.Of(tensors, rows);
        return [.. Enumerable.Range(0, rows).Select(i => TensorRows.Read(schema, tensors, rows, i))];
    }
}
