using System.Diagnostics.CodeAnalysis;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Control;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Serving.Deployments;

/// <summary>A named deployment of a registered model: the champion answers, any number of versions are on trial as canaries or shadows, the previous version is ready to come back.</summary>
/// <remarks>
/// Thread-safe. State lives in the catalog, so that a new process serves what the last one served. A version is loaded and warmed up before it takes traffic; requests finish on the version they began on, and memory is freed after the last of them.
/// Every answer is published to the <see cref="SignalHub"/>. A challenger with share 0 answers copies aside: its predictions are published in role <see cref="PredictionRole.Shadow"/> and name the answer they shadow (<see cref="Signal.Of"/>); feedback on that answer is theirs too. A request that fails is published as well (<see cref="FailedRequest"/>); one that is refused because the queue is full is counted only.
/// </remarks>
public sealed class Deployment : IPredictor<Row, RowPrediction>, IPredictor<IReadOnlyList<NamedTensor>, InferenceResult>, IAsyncDisposable
{
    private readonly TypedPredictors _typed;
    private readonly RequestRouter _router;
    private readonly DeploymentControl _control;
    private readonly FileRelease? _file;
    private readonly ShadowRunner _shadows;
    private readonly SignalPublisher _publisher;
    private readonly RowPredictor _rows;
    private readonly TensorPredictor _tensors;
    private readonly RequestPipeline? _pipeline;
    private readonly VersionOpener _opener;
    private readonly ServingTelemetry _telemetry;
    private readonly bool _ownsTelemetry;
    private readonly bool? _optional;
    private int _disposed;

    /// <summary>Creates a deployment. Nothing is loaded before <see cref="StartAsync"/>.</summary>
    /// <param name="name">Name, unique in the catalog; without control characters, marks of writing direction and "%2F".</param>
    /// <param name="catalog">Where versions are registered and the deployment's state is kept.</param>
    /// <param name="artifacts">Where the versions' files are.</param>
    /// <param name="options">How it serves; defaults when null.</param>
    /// <param name="signals">Whom predictions are told; nobody when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="telemetry">Instruments to share with other deployments; its own when null.</param>
    /// <param name="logger">Log.</param>
    /// <param name="runtimes">What opens versions; ONNX Runtime alone when null.</param>
    /// <param name="services">What the decorators of the options may ask for; nothing when null.</param>
    public Deployment(
        string name,
        ICatalog catalog,
        IArtifactStore artifacts,
        DeploymentOptions? options = null,
        SignalHub? signals = null,
        TimeProvider? time = null,
        ServingTelemetry? telemetry = null,
        ILogger<Deployment>? logger = null,
        ModelRuntimes? runtimes = null,
        IServiceProvider? services = null)
    {
        DeploymentName.Check(name);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(artifacts);
        options = (options ?? new DeploymentOptions()).Checked(nameof(options));
        time ??= TimeProvider.System;
        Name = name;
        Model = options.Model ?? name;
        _optional = options.Optional;
        _ownsTelemetry = telemetry is null;
        _telemetry = telemetry ?? new ServingTelemetry();
        ILogger log = logger ?? (ILogger)NullLogger.Instance;
        signals ??= new SignalHub();
        _publisher = new SignalPublisher(name, Model, signals, time);
        _router = new RequestRouter(name, options, _publisher, time);
        _shadows = new ShadowRunner(options.ShadowQueue, _publisher, time, log);
        _publisher.Shadows = _shadows;
        _rows = new RowPredictor(name, _router, _publisher, _telemetry, time);
        _tensors = new TensorPredictor(name, _router, _publisher, _telemetry);
        _opener = new VersionOpener(Model, options, catalog, artifacts, runtimes ?? new ModelRuntimes());
        var loader = new RoutingLoader(name, Model, new VersionLoader(name, Model, options, _opener, time, _telemetry, log), log);
        var ledger = new DeploymentLedger(name, Model, catalog, time);
        _control = new DeploymentControl(name, options, _router, loader, ledger, new SignatureGuard(name, ledger, log), log);
        _pipeline = options.Decorators.Count == 0 ? null : new RequestPipeline(this, _router, options.Decorators, services);
        _typed = new TypedPredictors(name, _router, _publisher, _telemetry.Activities, _pipeline);
        _file = options.File is { } file ? new FileRelease(name, Model, file, catalog, artifacts, _control, log) : null;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>The registered model it serves.</summary>
    public string Model { get; }

    /// <summary>Whether it can answer.</summary>
    public DeploymentStatus Status => _router.Routing.Status;

    /// <summary>What the champion takes and gives; null while there is none.</summary>
    public ModelSignature? Signature => _router.Routing.Champion?.Model.Signature;

    /// <summary>What a loaded version takes and gives; null where it is not loaded.</summary>
    public ModelSignature? SignatureOf(int version) => _router.Routing.Find(version)?.Model.Signature;

    /// <summary>Opens a version as this deployment would serve it, by its runtime, aside: for whoever judges it before it answers anybody.</summary>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="DeploymentException">The model has no such version.</exception>
    /// <exception cref="ModelLoadException">There is no such runtime, or it does not open the version.</exception>
    public async Task<IModel> OpenAsync(int version, CancellationToken cancellationToken = default) => (await _opener.OpenAsync(version, cancellationToken).ConfigureAwait(false)).Model;

    /// <summary>The same for a version that is not registered yet: its tags say which runtime opens it.</summary>
    /// <param name="version">The version.</param>
    /// <param name="files">The store that its files are in; null for the deployment's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="ModelLoadException">There is no such runtime, or it does not open the version.</exception>
    public async Task<IModel> OpenAsync(ModelVersion version, IArtifactStore? files = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return (await _opener.OpenAsync(version, files, cancellationToken).ConfigureAwait(false)).Model;
    }

    /// <summary>Loads what the catalog says, or the model's alias "champion" where it knows no such deployment. Without a champion the deployment waits for the first promotion; a file that the options name is registered before, and promoted then.</summary>
    /// <exception cref="DeploymentException">The champion does not load. A challenger that does not is logged and left out.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _file?.StartAsync(cancellationToken) ?? _control.RefreshAsync(cancellationToken);

    /// <summary>Takes over what another process changed in the catalog; loads again what was unloaded.</summary>
    /// <exception cref="DeploymentException">The champion does not load, or takes or gives something else than what is loaded and the process that promoted it did not allow that; what was loaded goes on answering. A challenger of which that is true is logged and left out.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken = default) => _control.RefreshAsync(cancellationToken);

    /// <summary>Says why no version answers yet, where somebody knows more than that none was promoted, such as the learning loop whose first model did not pass its gate. Pages, health checks and refused requests show it until a version is promoted.</summary>
    public Task ExplainAsync(string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return _control.ExplainAsync(reason, cancellationToken);
    }

    /// <summary>Takes all versions out of memory; completes when the last request inside has ended, also those on versions that were champion before. The catalog is not changed.</summary>
    public Task UnloadAsync(CancellationToken cancellationToken = default) => _control.UnloadAsync(cancellationToken);

    /// <summary>Makes a version the champion. It is loaded and warmed up first; the champion before becomes the previous version. Catalog, alias and audit change in one transaction.</summary>
    /// <param name="version">The version.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="allowOtherSignature">Whether it may take or give something else than the champion before: other names, types or dimensions, which callers notice. More than before is no such thing: further outputs, inputs with open dimensions.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No actor or no reason.</exception>
    /// <exception cref="DeploymentException">The version does not exist or does not load, or callers would notice it and that was not allowed; the message says what they would notice. Nothing changed.</exception>
    /// <exception cref="CatalogConflictException">Somebody else changed the deployment meanwhile; nothing changed.</exception>
    public Task PromoteAsync(int version, string actor, string reason, bool allowOtherSignature = false, CancellationToken cancellationToken = default) =>
        _control.PromoteAsync(version, actor, reason, null, allowOtherSignature, cancellationToken);

    /// <summary>Promotes as <see cref="PromoteAsync(int, string, string, bool, CancellationToken)"/> does, if the champion is still the one that whoever decides has seen.</summary>
    /// <param name="version">The version.</param>
    /// <param name="from">The champion that is meant to go; null for whichever it is.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="allowOtherSignature">Whether it may take or give something else than the champion before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No actor or no reason.</exception>
    /// <exception cref="DeploymentException">As there, or another version is champion; nothing changed.</exception>
    /// <exception cref="CatalogConflictException">Somebody else changed the deployment meanwhile; nothing changed.</exception>
    public Task PromoteAsync(int version, int? from, string actor, string reason, bool allowOtherSignature = false, CancellationToken cancellationToken = default) =>
        _control.PromoteAsync(version, actor, reason, from, allowOtherSignature, cancellationToken);

    /// <summary>Goes back to the previous version at once: it is still loaded. The one before it becomes the previous version.</summary>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="from">The champion that is meant to go; null for whichever it is. Of several who see the same champion and ask at once, one rolls back.</param>
    /// <param name="to">The version that is meant to answer again; null for whichever was before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No actor or no reason.</exception>
    /// <exception cref="DeploymentException">There is no previous version, or champion and previous version are not those that were meant; nothing changed.</exception>
    /// <exception cref="CatalogConflictException">Somebody else changed the deployment meanwhile; nothing changed.</exception>
    public Task RollBackAsync(string actor, string reason, int? from = null, int? to = null, CancellationToken cancellationToken = default) => _control.RollBackAsync(actor, reason, from, to, cancellationToken);

    /// <summary>Puts a version on trial, beside those that are on trial already. With a share above 0 it answers that share of requests, sticky by key; with 0 it answers copies of the champion's requests aside. For a version that is on trial it changes the share.</summary>
    /// <remarks>Keys stay where they are: a canary that comes or grows takes them from the champion, one that shrinks or goes gives them back to it.</remarks>
    /// <param name="version">The version.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="share">0 to 1; null takes the option's.</param>
    /// <param name="allowOtherSignature">Whether it may take or give something else than the champion, which its share of the callers notices; a shadow fails on copies that do not fit it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No actor or no reason.</exception>
    /// <exception cref="DeploymentException">The version does not exist, does not load, is the champion, the canaries together would answer more than all requests, or callers would notice it and that was not allowed; nothing changed.</exception>
    public Task ChallengeAsync(int version, string actor, string reason, double? share = null, bool allowOtherSignature = false, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share ?? 0, nameof(share));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share ?? 0, 1, nameof(share));
        return _control.ChallengeAsync(version, share, actor, reason, allowOtherSignature, cancellationToken);
    }

    /// <summary>Ends all trials.</summary>
    public Task WithdrawChallengerAsync(string actor, string reason, CancellationToken cancellationToken = default) => _control.WithdrawAsync(actor, reason, null, cancellationToken);

    /// <summary>Ends the trial of one version; its keys go back to the champion, and those of other canaries stay where they are.</summary>
    /// <param name="challenger">The version that is meant to go.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No actor or no reason.</exception>
    /// <exception cref="DeploymentException">The version is not on trial; nothing changed.</exception>
    /// <exception cref="CatalogConflictException">Somebody else changed the deployment meanwhile; nothing changed.</exception>
    public Task WithdrawChallengerAsync(int challenger, string actor, string reason, CancellationToken cancellationToken = default) => _control.WithdrawAsync(actor, reason, challenger, cancellationToken);

    /// <summary>The answer to one row.</summary>
    /// <exception cref="InferenceRequestException">The row does not fit the model.</exception>
    /// <exception cref="DeploymentUnavailableException">Nothing is loaded, or not the version asked for.</exception>
    /// <exception cref="Batching.QueueFullException">Too many rows wait already.</exception>
    /// <exception cref="Batching.RequestTimeoutException">Its time was up while it waited.</exception>
    /// <exception cref="InferenceException">The model failed.</exception>
    public ValueTask<RowPrediction> PredictAsync(Row row, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _pipeline is null
            ? _rows.PredictAsync(row, options, cancellationToken)
            : _pipeline.SendAsync<RowPrediction>(new RowModelRequest(_pipeline, _rows, row), options, cancellationToken);
    }

    /// <summary>The answers to many rows, in their order; ids are "id#0", "id#1"… They go in requests of at most a batch.</summary>
    /// <remarks>Exceptions as for one row; when one request fails, the others are still run.</remarks>
    public Task<IReadOnlyList<RowPrediction>> PredictManyAsync(IReadOnlyList<Row> rows, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return _rows.PredictManyAsync(rows, options, _pipeline, cancellationToken);
    }

    /// <summary>The answer to tensors: all inputs by name, all with the same number of rows where the model has rows.</summary>
    /// <remarks>Exceptions as for rows. The tensors must not change before the answer is there.</remarks>
    public ValueTask<InferenceResult> InferAsync(IReadOnlyList<NamedTensor> inputs, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _pipeline is null
            ? _tensors.InferAsync(inputs, options, cancellationToken)
            : _pipeline.SendAsync<InferenceResult>(new TensorModelRequest(_pipeline, _tensors, inputs), options, cancellationToken);
    }

    /// <summary>The same for servers under load: null where the queue is full, for an exception would cost more than an answer.</summary>
    public ValueTask<InferenceResult?> TryInferAsync(IReadOnlyList<NamedTensor> inputs, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return _pipeline is null
            ? _tensors.TryInferAsync(inputs, options, cancellationToken)
            : _tensors.TryInferAsync(_pipeline, inputs, options, cancellationToken);
    }

    /// <summary>Whether a request that comes now is refused because the queue is full, so that a server need not read it. A request that was told so is counted as refused. Never where the deployment has decorators: one of them may have an answer.</summary>
    /// <param name="version">The version that should answer; null for whoever does.</param>
    public bool Refuses(int? version = null) => _pipeline is null && _router.Refuses(version);

    /// <summary>Typed access: <c>var prices = deployment.Typed&lt;House, Price&gt;()</c>. Types are checked against the champion now, and against later versions when they answer. Made once for each pair of types, so that a handler may ask for it at every request.</summary>
    /// <exception cref="ArgumentException">The types do not fit the champion; the message names all properties that do not.</exception>
    public Predictor<TIn, TOut> Typed<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>() => _typed.Get<TIn, TOut>(Signature);

    /// <summary>Waits until every shadow copy made so far is answered, failed or dropped.</summary>
    public Task FlushShadowsAsync(CancellationToken cancellationToken = default) => _shadows.FlushAsync(cancellationToken);

    /// <summary>The deployment as it is now.</summary>
    public DeploymentView View() => _router.Routing.View(Name, Model, _optional) with
    {
        ShadowsAnswered = _shadows.Answered,
        ShadowsDropped = _shadows.Dropped,
        ShadowsFailed = _shadows.Failed,
    };

    /// <summary>Unloads, waits for requests and shadow copies that are inside, and disposes the decorators that were made for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _control.Close();
        await _shadows.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _control.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            (_ownsTelemetry ? _telemetry : null)?.Dispose();
            await (_pipeline?.DisposeAsync() ?? default).ConfigureAwait(false);
        }
    }

    /// <summary>A decorator of this deployment, what it holds, or this deployment.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : _pipeline?.GetService(serviceType, serviceKey);
    }

    ValueTask<InferenceResult> IPredictor<IReadOnlyList<NamedTensor>, InferenceResult>.PredictAsync(IReadOnlyList<NamedTensor> request, PredictOptions? options, CancellationToken cancellationToken) => InferAsync(request, options, cancellationToken);
}
