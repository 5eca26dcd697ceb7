using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>How a deployment serves.</summary>
public sealed class DeploymentOptions : ICheckedOptions
{
    /// <summary>The registered model it serves.</summary>
    /// <value>Default null: the deployment's name.</value>
    public string? Model { get; set; }

    /// <summary>An ONNX file to serve. At the start it is registered, the same bytes as one version, and promoted where there is no champion; a champion that is there stays, and a warning says so.</summary>
    /// <value>Default null: versions are registered elsewhere.</value>
    public string? File { get; set; }

    /// <summary>How requests are gathered into batches.</summary>
    /// <value>Default null: each request runs at once, on its caller's thread.</value>
    public BatchOptions? Batching { get; set; }

    /// <summary>The name of the runtime that opens the deployment's versions, whatever they say: "onnx", or one that the host registered with <c>AddRuntime</c>.</summary>
    /// <value>Default null: the one that the version names in its tag <see cref="Core.Rows.ModelKeys.Runtime"/>, otherwise "onnx".</value>
    public string? Runtime { get; set; }

    /// <summary>How ONNX Runtime runs models that it opens.</summary>
    public OnnxRuntimeOptions Onnx { get; set; } = new();

    /// <summary>Share of requests a new challenger answers, 0 to 1, unless the challenge says otherwise. At 0 it only shadows.</summary>
    /// <value>Default 0.</value>
    public double CanaryShare { get; set; }

    /// <summary>Most shadow copies that wait, of all shadows together; beyond, copies are dropped and counted.</summary>
    /// <value>Default 1024; 1 to 1,048,576.</value>
    public int ShadowQueue { get; set; } = 1024;

    /// <summary>How long a request may wait for its turn, unless it says otherwise.</summary>
    /// <value>Default null: as long as it takes.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether a version runs before it takes traffic: on zeros, with one row and with every power of two up to the batch size; where it fails on zeros, on ones, and then on mixed numbers. A version that fails on all of them is not taken. Then rows are asked alone and together: whether they see each other is told in the log and in <see cref="VersionView.Warnings"/>.</summary>
    /// <value>Default true.</value>
    public bool WarmUp { get; set; } = true;

    /// <summary>What prediction ids begin with. Ids are "prefix-number", so a fixed prefix makes them the same in every run; use each prefix once a store.</summary>
    /// <value>Default null: random for each start.</value>
    public string? IdPrefix { get; set; }

    /// <summary>How often a hosted deployment looks whether another process changed it in the catalog. Changes through this process take effect at once.</summary>
    /// <remarks>A look is one read by key. After a failure the next looks come later and later, up to half a minute.</remarks>
    /// <value>Default 0.5 s, so that a rollback on one host is on all of them within a second. Null for never.</value>
    public TimeSpan? RefreshEvery { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether the host counts as ready (<c>/readyz</c>) while this deployment can't answer; it is named there either way.</summary>
    /// <value>Default null: yes while the deployment has no champion yet and others answer, for every host of the store is in that state and taking this one out helps nobody; no when its champion does not load. True: always. False: never.</value>
    public bool? Optional { get; set; }

    /// <summary>A runtime of this deployment alone, which opens its versions whatever they say; for example a <see cref="DelegateRuntime"/> in tests. Not beside <see cref="Runtime"/>.</summary>
    /// <value>Default null: the one that <see cref="Runtime"/> names.</value>
    public IModelRuntime? OwnRuntime { get; set; }

    /// <summary>What stands before the versions: each is given the next predictor and the host's services, and gives one that stands before it. Made once, when the deployment is made; the first of them sees a request first. See <see cref="Hosting.ServingBuilder.Use(Func{IPredictor{ModelRequest, ModelResponse}, IPredictor{ModelRequest, ModelResponse}})"/>.</summary>
    /// <value>Default none: requests go straight to the version that answers.</value>
    public IList<Func<IPredictor<ModelRequest, ModelResponse>, IServiceProvider, IPredictor<ModelRequest, ModelResponse>>> Decorators { get; } = [];

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Nested(Batching)
        .Set(Onnx)
        .Nested(Onnx)
        .Between(CanaryShare, 0, 1)
        .Between(ShadowQueue, 1, 1 << 20)
        .AtLeast(RefreshEvery, TimeSpan.FromMilliseconds(1))
        .Must(OwnRuntime is null || Runtime is null, $"A deployment's versions are opened by {nameof(OwnRuntime)} or by the runtime that {nameof(Runtime)} names ('{Runtime}'), not by both. Set one of them to null.");
}
