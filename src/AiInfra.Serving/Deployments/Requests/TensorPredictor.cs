using System.Diagnostics;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Tensors in, tensors out.</summary>
internal sealed class TensorPredictor(string deployment, RequestRouter router, SignalPublisher publisher, ServingTelemetry telemetry)
{
    private readonly TensorAccess _tensors = new();

    public async ValueTask<InferenceResult> InferAsync(IReadOnlyList<NamedTensor> inputs, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = telemetry.Start("infer", deployment);
        return publisher.Publish(await router.AskAsync(_tensors, inputs, options, cancellationToken, activity).ConfigureAwait(false), inputs);
    }

    /// <summary>Null where the queue is full.</summary>
    public async ValueTask<InferenceResult?> TryInferAsync(IReadOnlyList<NamedTensor> inputs, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = telemetry.Start("infer", deployment);
        (Answer<TensorData[]> answer, QueueFullException? full) = await router.TryAskAsync(_tensors, inputs, options, cancellationToken, activity).ConfigureAwait(false);
        return full is null ? publisher.Publish(answer, inputs) : null;
    }

    /// <summary>The same through the decorators, to whom a full queue is an exception as any other.</summary>
    public async ValueTask<InferenceResult?> TryInferAsync(RequestPipeline pipeline, IReadOnlyList<NamedTensor> inputs, PredictOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.SendAsync<InferenceResult>(new TensorModelRequest(pipeline, this, inputs), options, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueFullException)
        {
            return null;
        }
    }
}
