using System.Diagnostics.CodeAnalysis;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>A record.</summary>
internal sealed class RecordModelRequest<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(
    RequestPipeline pipeline, Predictor<TIn, TOut> predictor, TIn request) : ModelRequest(pipeline)
{
    private Row? _row;

    public override RequestKind Kind => RequestKind.Record;

    public override int Count => 1;

    public override IReadOnlyList<Row>? ToRows()
    {
        if (_row is null && Pipeline.Router.Routing.Champion is LoadedVersion champion)
        {
            _row = predictor.CodecOf(champion).ToRow(request);
        }

        return _row is null ? null : [_row];
    }

    internal override async ValueTask<ModelResponse> SendAsync(PredictOptions? options, CancellationToken cancellationToken)
    {
        (TypedPrediction<TOut> prediction, Row outputs) = await predictor.WithRowAsync(request, options, cancellationToken).ConfigureAwait(false);
        return Of(prediction, outputs);
    }

    /// <summary>Of the row that the record stands for: two records may be equal and hold arrays that are not.</summary>
    private protected override string MakeFingerprint() => new ContentDigest(Kind).Add(typeof(TOut)).Add(ToRows()?[0] ?? throw new DeploymentUnavailableException(Deployment, "nothing is loaded that says what the record stands for.")).ToString();

    private protected override ModelResponse MakeAnswer(IReadOnlyList<Row> outputs)
    {
        LoadedVersion version = OutputsAsTensors.Of(Pipeline);
        using ModelSlot slot = OutputsAsTensors.Fill(version.Model.Signature, outputs);
        return Of(new TypedPrediction<TOut>(predictor.CodecOf(version).Read(request, slot, 0), Pipeline.Router.NewId(), 0, PredictionRole.Champion, TimeSpan.Zero), outputs[0]);
    }

    private static ModelResponse<TypedPrediction<TOut>> Of(TypedPrediction<TOut> prediction, Row outputs) =>
        new(prediction, prediction.Id, prediction.Version, prediction.Role, prediction.Latency, () => [outputs]);
}
