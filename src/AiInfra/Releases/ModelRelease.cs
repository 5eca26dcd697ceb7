using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Learning;
using AiInfra.Metrics.Curves;
using AiInfra.Observability.Quality;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Hosting;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Releases;

/// <summary>Judges a trained model by its files on rows that it never saw, registers it with all that serving and watching ask for later (files, target, metrics, the baseline of its quality, and what it came from), and makes it the champion where that is asked for.</summary>
/// <param name="catalog">Where it is registered.</param>
/// <param name="artifacts">Where its files go.</param>
/// <param name="evaluator">Metrics, slices and gate; null takes the usual metrics and no gate.</param>
/// <param name="deployment">The deployment of this process that promotes, and opens models as it serves them. Null promotes by a deployment made for it: whoever serves follows within half a second.</param>
/// <param name="runtimes">What opens models where there is no deployment; ONNX Runtime alone when null.</param>
public sealed class ModelRelease(ICatalog catalog, IArtifactStore artifacts, Evaluator? evaluator = null, Deployment? deployment = null, ModelRuntimes? runtimes = null)
{
    private readonly ModelRuntimes _runtimes = runtimes ?? new ModelRuntimes();
    private readonly ModelRegistration _registration = new(catalog, artifacts);

    /// <summary>The release of a model by its host's services: its store, and the evaluation and the deployment of that name where there are such.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">Name of the model, of its evaluation and of its deployment.</param>
    public static ModelRelease From(IServiceProvider services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new ModelRelease(
            services.GetService<ICatalog>() ?? throw new InvalidOperationException($"The release of '{name}' needs a store: choose one, for example AddAiInfra(ai => ai.StoreIn(\"data\"))."),
            services.GetRequiredService<IArtifactStore>(),
            services.GetKeyedService<Evaluator>(name),
            services.GetKeyedService<Deployment>(name),
            services.GetService<ModelRuntimes>());
    }

    /// <summary>Judges a model and, where no gate objects, registers it.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="heldOut">Rows that it never saw, in their order of time, with the target; a <see cref="RowBatch"/> is read by column. Rows without the target are counted and left out.</param>
    /// <param name="dataset">The dataset it was trained on, which drift is measured against; null keeps none.</param>
    /// <param name="tags">More tags of the version.</param>
    /// <param name="onnx">The file that is judged and registered, where it is more than the model's own: with a calibration (<see cref="Evaluation.Calibration.OnnxCalibration"/>) or a threshold (<see cref="Evaluation.Calibration.OnnxThreshold"/>). Null takes <see cref="TabularModel.ToOnnx"/>.</param>
    /// <param name="decision">How two classes are decided between; null answers the most probable one. The threshold is chosen on the older third of the held-out rows, and only the newer ones judge; it is written into the model's file, and the version's tag <c>aiinfra.threshold</c> says it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No held-out row has a target.</exception>
    /// <exception cref="LearningException">There is a decision rule, and the model has not two classes, or the older third of the held-out rows is of one class.</exception>
    public async Task<ReleaseCandidate> RegisterAsync(
        string name, TabularModel model, IReadOnlyList<Row> heldOut, Dataset? dataset = null, IReadOnlyDictionary<string, string>? tags = null, OnnxModel? onnx = null, DecisionRule? decision = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(heldOut);
        using var bytes = new MemoryStream();
        (onnx ?? model.ToOnnx()).Write(bytes);
        var subject = new ReleaseSubject(new TrainedModel(bytes.ToArray(), model.Encoder.ToJson()), model.Target, model.Task, model.Training?.RunId, dataset?.Commit.Id);
        return await RegisterAsync(await JudgeAsync(name, subject, heldOut, tags, decision, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, judged on records.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="heldOut">Records that it never saw, in their order of time, with the target.</param>
    /// <param name="dataset">The dataset it was trained on, which drift is measured against; null keeps none.</param>
    /// <param name="tags">More tags of the version.</param>
    /// <param name="onnx">The file that is judged and registered; null takes <see cref="TabularModel.ToOnnx"/>.</param>
    /// <param name="decision">How two classes are decided between; null answers the most probable one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">No held-out record has a target.</exception>
    public Task<ReleaseCandidate> RegisterAsync<T>(
        string name, TabularModel model, IReadOnlyList<T> heldOut, Dataset? dataset = null, IReadOnlyDictionary<string, string>? tags = null, OnnxModel? onnx = null, DecisionRule? decision = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        return RegisterAsync(name, model, heldOut as IReadOnlyList<Row> ?? heldOut.ToRows(), dataset, tags, onnx, decision, cancellationToken);
    }

    /// <summary>Judges what a training's recipe made on the rows that the training held out, and registers it where no gate objects.</summary>
    /// <param name="name">Name of the registered model.</param>
    /// <param name="trained">What <see cref="DatasetTraining.TrainAsync"/> gave.</param>
    /// <param name="tags">More tags of the version.</param>
    /// <param name="decision">How two classes are decided between; null answers the most probable one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The training held out no row, or none with a target.</exception>
    public async Task<ReleaseCandidate> RegisterAsync(
        string name, DatasetTrainingResult trained, IReadOnlyDictionary<string, string>? tags = null, DecisionRule? decision = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(trained);
        return await RegisterAsync(await JudgeAsync(name, trained, tags, decision, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Judges a model and, where no gate objects, registers it and makes it the champion: a release in one call.</summary>
    /// <param name="name">Name of the model and of its deployment.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="heldOut">Rows that it never saw, with the target.</param>
    /// <param name="actor">Who decides; kept in the audit.</param>
    /// <param name="reason">Why; kept in the audit.</param>
    /// <param name="dataset">The dataset it was trained on, which drift is measured against; null keeps none.</param>
    /// <param name="decision">How two classes are decided between; null answers the most probable one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DeploymentException">The version does not load, or takes or gives something else than the champion. It stays registered.</exception>
    public async Task<ReleaseCandidate> ReleaseAsync(
        string name, TabularModel model, IReadOnlyList<Row> heldOut, string actor, string reason, Dataset? dataset = null, DecisionRule? decision = null, CancellationToken cancellationToken = default) =>
        await PromoteAsync(await RegisterAsync(name, model, heldOut, dataset, decision: decision, cancellationToken: cancellationToken).ConfigureAwait(false), actor, reason, cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>The same for what a training's recipe made.</summary>
    /// <param name="name">Name of the model and of its deployment.</param>
    /// <param name="trained">What <see cref="DatasetTraining.TrainAsync"/> gave.</param>
    /// <param name="actor">Who decides; kept in the audit.</param>
    /// <param name="reason">Why; kept in the audit.</param>
    /// <param name="decision">How two classes are decided between; null answers the most probable one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DeploymentException">The version does not load, or takes or gives something else than the champion. It stays registered.</exception>
    public async Task<ReleaseCandidate> ReleaseAsync(
        string name, DatasetTrainingResult trained, string actor, string reason, DecisionRule? decision = null, CancellationToken cancellationToken = default) =>
        await PromoteAsync(await RegisterAsync(name, trained, decision: decision, cancellationToken: cancellationToken).ConfigureAwait(false), actor, reason, cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a registered candidate the champion of the deployment of its name; one that was not registered stays what it is.</summary>
    /// <param name="candidate">What <c>RegisterAsync</c> gave.</param>
    /// <param name="actor">Who decides; kept in the audit.</param>
    /// <param name="reason">Why; kept in the audit.</param>
    /// <param name="allowOtherSignature">Whether a version that callers would notice is promoted all the same.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DeploymentException">The version does not load, or takes or gives something else than the champion.</exception>
    public async Task<ReleaseCandidate> PromoteAsync(ReleaseCandidate candidate, string actor, string reason, bool allowOtherSignature = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (candidate.Version is not { } version)
        {
            return candidate;
        }

        await PromoteAsync(version, actor, reason, allowOtherSignature, cancellationToken).ConfigureAwait(false);
        return candidate with { IsPromoted = true };
    }

    /// <summary>Judges what a training made on the rows that it held out.</summary>
    internal async Task<JudgedCandidate> JudgeAsync(string name, DatasetTrainingResult trained, IReadOnlyDictionary<string, string>? tags, DecisionRule? decision, CancellationToken cancellationToken)
    {
        if (trained.HeldOutRows == 0)
        {
            throw new ArgumentException("The training held out no rows to judge by: give it a share, for example TrainAsync(heldOut: 0.25).", nameof(trained));
        }

        Dataset dataset = await new DatasetRepository(catalog, artifacts).OpenCommitAsync(trained.CommitId, cancellationToken).ConfigureAwait(false);
        RowBatch heldOut = await dataset.ReadColumnsAsync(start: trained.LearnedRows, count: trained.HeldOutRows, cancellationToken: cancellationToken).ConfigureAwait(false);
        var subject = new ReleaseSubject(trained.Model, trained.Target, trained.Task.Task, trained.RunId, trained.CommitId);
        return await JudgeAsync(name, subject, heldOut, tags, decision, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers a judged version, and makes it the champion. Done again, as after a crash, it changes nothing.</summary>
    internal async Task<ReleasedVersion> ReleaseAsync(EvaluatedFiles judged, string actor, CancellationToken cancellationToken)
    {
        int? champion = (await catalog.Deployments.FindAsync(judged.Model, cancellationToken).ConfigureAwait(false))?.Champion;
        if (!judged.Passed)
        {
            return new ReleasedVersion(judged.Model, null, champion, judged.Explanation);
        }

        ModelVersion version = await _registration.RegisterAsync(judged.ToVersion(), cancellationToken).ConfigureAwait(false);
        if (version.Version != champion)
        {
            await PromoteAsync(version, actor, judged.Explanation, false, cancellationToken).ConfigureAwait(false);
        }

        return new ReleasedVersion(judged.Model, version.Version, version.Version, judged.Explanation);
    }

    /// <summary>Judges a model against the gate, beside the deployment's champion where there is one, and stores its files.</summary>
    internal async Task<JudgedCandidate> JudgeAsync(
        string name, ReleaseSubject subject, IReadOnlyList<Row> heldOut, IReadOnlyDictionary<string, string>? tags, DecisionRule? decision, CancellationToken cancellationToken)
    {
        LabelledBatch rows = Labelled(subject.Target, heldOut);
        int deciding = decision is null ? 0 : rows.Count / 3;
        ModelDecision? decided = null;
        if (decision is not null)
        {
            ModelDecision.RequireClasses(decision, subject.Task, subject.Target);
            using JudgedModel undecided = await CandidateFiles.OpenAsync(subject.Model, name, OpenAsync, cancellationToken).ConfigureAwait(false);
            decided = ModelDecision.Choose(decision, undecided, rows.Slice(0, deciding), subject.Target);
        }

        TrainedModel model = decided is null ? subject.Model : subject.Model with { Onnx = decided.Set(subject.Model.Onnx) };
        Dictionary<string, ArtifactDigest> files = await _registration.PutAsync(model, cancellationToken).ConfigureAwait(false);
        var allTags = new Dictionary<string, string>(ModelRegistration.Tags(model.Runtime, tags ?? new Dictionary<string, string>())) { [ModelKeys.Target] = subject.Target };
        if (decided is not null)
        {
            allTags[OnnxThreshold.MetadataKey] = decided.Tag;
        }

        var version = new ModelVersion { Model = name, Files = files, RunId = subject.RunId, DatasetCommitId = subject.CommitId, Tags = allTags };
        using var judged = new JudgedModel(await OpenAsync(version, artifacts, cancellationToken).ConfigureAwait(false));
        (EvaluationReport report, double[] losses) = await JudgeAsync(name, judged, subject, rows.Slice(deciding, rows.Count - deciding), cancellationToken).ConfigureAwait(false);
        report = report with { Unlabelled = heldOut.Count - rows.Count };
        files[ModelFiles.Report] = await _registration.PutAsync(report.ToJson(), cancellationToken).ConfigureAwait(false);
        return new JudgedCandidate(report, version with { Metrics = new Dictionary<string, double>([.. report.ToMetrics(), .. QualityBaseline.FromLosses(losses).ToMetrics()]) });
    }

    internal async Task<ReleaseCandidate> RegisterAsync(JudgedCandidate judged, CancellationToken cancellationToken) => judged.Passes
        ? new ReleaseCandidate(judged.Report, await _registration.RegisterAsync(judged.Version, cancellationToken).ConfigureAwait(false))
        : new ReleaseCandidate(judged.Report, null);

    private async Task<(EvaluationReport Report, double[] Losses)> JudgeAsync(string name, JudgedModel judged, ReleaseSubject subject, LabelledBatch rows, CancellationToken cancellationToken)
    {
        Evaluator by = evaluator ?? new Evaluator(new EvaluationBuilder(name).Build());
        if (await catalog.Deployments.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { Champion: { } number } record
            || await catalog.Models.FindAsync(record.Model, number, cancellationToken).ConfigureAwait(false) is not { } version)
        {
            PredictionSet alone = judged.Judge(rows, JudgedModel.Labels(subject.Task, [judged], rows), keepInputs: true);
            return (by.Run(alone, null, name, subject.CommitId), JudgedModel.Losses(alone));
        }

        using var champion = new JudgedModel(await OpenAsync(version, artifacts, cancellationToken).ConfigureAwait(false));
        ClassLabels? labels = JudgedModel.Labels(subject.Task, [judged, champion], rows);
        PredictionSet candidate = judged.Judge(rows, labels, keepInputs: true), of;
        try
        {
            of = champion.Judge(rows, labels);
        }
        catch (InferenceRequestException e)
        {
            throw new LearningException($"The champion, version {number} of '{name}', can't be asked about the held-out rows, so the candidate can't be compared with it: {e.Message} Hold out rows with the columns that the champion takes.", e);
        }

        return (by.Run(candidate, of, name, subject.CommitId, $"version {number}"), JudgedModel.Losses(candidate));
    }

    private async Task PromoteAsync(ModelVersion version, string actor, string reason, bool allowOtherSignature, CancellationToken cancellationToken)
    {
        Deployment served = deployment ?? new Deployment(version.Model, catalog, artifacts, runtimes: _runtimes);
        try
        {
            await served.PromoteAsync(version.Version, actor, reason, allowOtherSignature, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (served != deployment)
            {
                await served.DisposeAsync().ConfigureAwait(false);
            }
        }

        await _registration.DeployedAsync(version.Model, version.Version, served.Name, CancellationToken.None).ConfigureAwait(false);
    }

    private Task<IModel> OpenAsync(ModelVersion version, IArtifactStore files, CancellationToken cancellationToken) =>
        deployment?.OpenAsync(version, files, cancellationToken) ?? _runtimes.OpenAsync(version, files, cancellationToken: cancellationToken);

    private static LabelledBatch Labelled(string target, IReadOnlyList<Row> heldOut)
    {
        RowBatch given = heldOut.Count == 0 ? throw new ArgumentException("There are no held-out rows to judge by.", nameof(heldOut)) : RowBatch.Of(heldOut);
        ColumnData truth = given[target];
        int[] labelled = [.. Enumerable.Range(0, given.Count).Where(i => !truth.IsMissing(i))];
        return labelled.Length == 0
            ? throw new ArgumentException($"None of the {heldOut.Count} held-out rows has a value in '{target}': there is nothing to judge by.", nameof(heldOut))
            : new LabelledBatch(given.Select(given.Schema.Columns.Select(c => c.Name).Where(n => n != target).Append(target)).Take(labelled), 0);
    }
}
