using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Serving.Hosting;

/// <summary>Says how a deployment serves. Sugar over <see cref="DeploymentOptions"/>.</summary>
public sealed class ServingBuilder
{
    internal ServingBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Name of the deployment.</summary>
    public string Name { get; }

    /// <summary>Serves a registered model of another name than the deployment's.</summary>
    public ServingBuilder Model(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        return Configure(o => o.Model = model);
    }

    /// <summary>Serves an ONNX file: registered at the start, the same bytes as one version, and promoted where there is no champion.</summary>
    /// <param name="path">The file; a relative path is taken from the working directory.</param>
    public ServingBuilder FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Configure(o => o.File = path);
    }

    /// <summary>Gathers requests into batches.</summary>
    /// <param name="maxSize">Most rows in a batch; null leaves the default.</param>
    /// <param name="maxDelay">How long the oldest request waits while others run; null leaves the default.</param>
    /// <param name="configure">More options.</param>
    public ServingBuilder Batch(int? maxSize = null, TimeSpan? maxDelay = null, Action<BatchOptions>? configure = null) => Configure(o =>
    {
        o.Batching ??= new BatchOptions();
        o.Batching.MaxSize = maxSize ?? o.Batching.MaxSize;
        o.Batching.MaxDelay = maxDelay ?? o.Batching.MaxDelay;
        configure?.Invoke(o.Batching);
    });

    /// <summary>New challengers answer this share of requests, 0 to 1; 0 lets them answer copies only.</summary>
    public ServingBuilder Canary(double share) => Configure(o => o.CanaryShare = share);

    /// <summary>How long a request may wait for its turn.</summary>
    public ServingBuilder Timeout(TimeSpan timeout) => Configure(o => o.Timeout = timeout);

    /// <summary>The host counts as ready also while this deployment can't answer.</summary>
    public ServingBuilder Optional(bool optional = true) => Configure(o => o.Optional = optional);

    /// <summary>Opens versions with a runtime of this name, whatever they say; see <c>AddRuntime</c>.</summary>
    public ServingBuilder Runtime(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Configure(o => (o.Runtime, o.OwnRuntime) = (name, null));
    }

    /// <summary>Opens versions with this runtime, whatever they say; see <c>AddRuntime</c> for one that several deployments and the learning loop share by name.</summary>
    public ServingBuilder Runtime(IModelRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        return Configure(o => (o.Runtime, o.OwnRuntime) = (null, runtime));
    }

    /// <summary>Options of ONNX Runtime.</summary>
    public ServingBuilder Onnx(Action<OnnxRuntimeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Configure(o => configure(o.Onnx));
    }

    /// <summary>Puts a predictor before the versions, which sees every request of the deployment, whichever way it came: rows, records, tensors, HTTP. The first added is the outermost and sees a request first.</summary>
    /// <param name="decorate">Given the next predictor, gives one that stands before it, for example a <see cref="DelegatingPredictor{TIn, TOut}"/>. Called once, when the deployment is made, which then owns it.</param>
    /// <remarks>
    /// Each sees a request before it is routed, batched and counted, and its answer after: exceptions of the deployment (a full queue, a time that is up, a request that does not fit) come through it, and so does cancellation.
    /// Copies for a shadow do not pass; what an answer without a version is, is not published. Without decorators requests take no other way than without this feature.
    /// </remarks>
    public ServingBuilder Use(Func<IPredictor<ModelRequest, ModelResponse>, IPredictor<ModelRequest, ModelResponse>> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        return Use((next, _) => decorate(next));
    }

    /// <summary>The same, with the host's services at hand.</summary>
    /// <param name="decorate">Given the next predictor and the services, gives one that stands before it.</param>
    public ServingBuilder Use(Func<IPredictor<ModelRequest, ModelResponse>, IServiceProvider, IPredictor<ModelRequest, ModelResponse>> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        return Configure(o => o.Decorators.Add(decorate));
    }

    /// <summary>The same, as one function: given the request, its options and the next predictor.</summary>
    /// <param name="handle">Gives the answer: what the next predictor gives, or one of its own (<see cref="ModelRequest.Answer"/>).</param>
    public ServingBuilder Use(Func<ModelRequest, PredictOptions?, IPredictor<ModelRequest, ModelResponse>, CancellationToken, ValueTask<ModelResponse>> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return Use((next, _) => new FunctionPredictor(next, handle));
    }

    /// <summary>Any other option.</summary>
    public ServingBuilder Configure(Action<DeploymentOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(Name, configure);
        return this;
    }
}
