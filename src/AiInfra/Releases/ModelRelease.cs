using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Learning;
using AiInfra.Metrics.Curves;
using AiInfra.Observability.Quality;
using AiInfra.Onnx;
using AiInfra.Training.Models;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Releases;

/// <summary>Judges a trained model by its ONNX file on rows that it never saw, and registers it with all that serving and watching ask for later: files, target, metrics, the baseline of its quality, and what it came from.</summary>
/// <param name="catalog">Where it is registered.</param>
/// <param name="artifacts">Where its files go.</param>
/// <param name="evaluator">Metrics, slices and gate; null takes the usual metrics and no gate.</param>
public sealed class ModelRelease(ICatalog catalog, IArtifactStore artifacts, Evaluator? evaluator = null)
{
    /// <summary>The release of a model by its host's services: its store, and the evaluation of that name where there is one.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">Name of the model and of its evaluation.</param>
    public static ModelRelease From(IServiceProvider services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        return new ModelRelease(
            services.GetService<ICatalog>() ?? throw new InvalidOperationException($"The release of '{name}' needs a store: choose one, for example AddAiInfra(ai => ai.StoreIn(\"data\"))."),
            services.GetRequiredService<IArtifactStore>(),
            services.GetKeyedService<Evaluator>(name));
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
        byte[] file = bytes.ToArray();
        LabelledBatch rows = Labelled(model, heldOut);
        int deciding = decision is null ? 0 : rows.Count / 3;
        ModelDecision? decided = decision is null ? null : Decide(decision, file, model, rows[..deciding]);
        file = decided?.Set(file) ?? file;
        (EvaluationReport report, double[] losses) = Judge(name, file, model.Task, rows[deciding..], dataset?.Commit.Id);
        report = report with { Unlabelled = heldOut.Count - rows.Count };
        if (report.Gate is { Verdict: not Verdict.Pass })
        {
            return new ReleaseCandidate(report, null);
        }

        var files = new Dictionary<string, ArtifactDigest>
        {
            [ModelFiles.Onnx] = await artifacts.PutBytesAsync(file, cancellationToken).ConfigureAwait(false),
            [ModelFiles.Encoder] = await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(model.Encoder.ToJson()), cancellationToken).ConfigureAwait(false),
            [ModelFiles.Report] = await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(report.ToJson()), cancellationToken).ConfigureAwait(false),
        };
        ModelVersion version = await catalog.Models.RegisterAsync(
            new ModelVersion
            {
                Model = name,
                Files = files,
                RunId = model.Training?.RunId,
                DatasetCommitId = dataset?.Commit.Id,
                Metrics = new Dictionary<string, double>([.. report.ToMetrics(), .. QualityBaseline.FromLosses(losses).ToMetrics()]),
                Tags = Tags(tags, model, decided),
            },
            cancellationToken).ConfigureAwait(false);
        await NoteAsync(version, dataset, cancellationToken).ConfigureAwait(false);
        return new ReleaseCandidate(report, version);
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

    private static Dictionary<string, string> Tags(IReadOnlyDictionary<string, string>? given, TabularModel model, ModelDecision? decided)
    {
        var tags = new Dictionary<string, string>(given ?? new Dictionary<string, string>()) { [ModelKeys.Target] = model.Target };
        if (decided is not null)
        {
            tags[OnnxThreshold.MetadataKey] = decided.Tag;
        }

        return tags;
    }

    private static ModelDecision Decide(DecisionRule rule, byte[] onnx, TabularModel model, LabelledBatch rows)
    {
        ModelDecision.RequireClasses(rule, model.Task, model.Target);
        using JudgedModel judged = JudgedModel.Load(onnx);
        return ModelDecision.Choose(rule, judged, rows, model.Target);
    }

    private static LabelledBatch Labelled(TabularModel model, IReadOnlyList<Row> heldOut)
    {
        RowBatch given = heldOut.Count == 0 ? throw new ArgumentException("There are no held-out rows to judge by.", nameof(heldOut)) : RowBatch.Of(heldOut);
        ColumnData target = given[model.Target];
        int[] labelled = [.. Enumerable.Range(0, given.Count).Where(i => !target.IsMissing(i))];
        return labelled.Length == 0
            ? throw new ArgumentException($"None of the {heldOut.Count} held-out rows has a value in '{model.Target}': there is nothing to judge by.", nameof(heldOut))
            : new LabelledBatch(given.Select(given.Schema.Columns.Select(c => c.Name).Where(n => n != model.Target).Append(model.Target)).Take(labelled), 0);
    }

    private (EvaluationReport Report, double[] Losses) Judge(string name, byte[] onnx, ModelTask task, LabelledBatch rows, string? commit)
    {
        using JudgedModel judged = JudgedModel.Load(onnx);
        PredictionSet set = judged.Judge(rows, JudgedModel.Labels(task, [judged], rows), keepInputs: true);
        EvaluationReport report = (evaluator ?? new Evaluator(new EvaluationBuilder(name).Build())).Run(set, null, name, commit);
        return (report, JudgedModel.Losses(set));
    }

    private async Task NoteAsync(ModelVersion version, Dataset? dataset, CancellationToken cancellationToken)
    {
        if (version.RunId is not { } run)
        {
            return;
        }

        var edges = new List<LineageEdge> { new(LineageNode.Run(run), LineageNode.ModelVersion(version.Model, version.Version), "produced") };
        if (dataset is not null)
        {
            edges.Add(new LineageEdge(LineageNode.Dataset(dataset.Commit.Id), LineageNode.Run(run), "trained-on"));
        }

        await catalog.Lineage.AddAsync(edges, cancellationToken).ConfigureAwait(false);
    }
}
