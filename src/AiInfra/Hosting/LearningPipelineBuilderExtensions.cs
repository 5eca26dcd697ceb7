using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Data.Datasets;
using AiInfra.Learning;
using AiInfra.Metrics.Curves;
using AiInfra.Releases;
using AiInfra.Scoring;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Steps of pipelines that judge, release and score.</summary>
public static class LearningPipelineBuilderExtensions
{
    /// <summary>Adds a step that judges a trained model by its files on the rows that the training held out: metrics, slices and gate of the evaluation of that name, beside the deployment's champion where there is one.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="name">Name of the model, of its evaluation and of its deployment.</param>
    /// <param name="trained">The step that trained.</param>
    /// <param name="decision">How two classes are decided between; null answers the most probable one.</param>
    /// <param name="version">Version of the evaluation; raise it when metrics or gate change, so that a model that was judged is judged again.</param>
    public static Step<EvaluatedFiles> Evaluate(this PipelineBuilder pipeline, string name, Step<TrainedFiles> trained, DecisionRule? decision = null, string version = "1")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        IServiceProvider services = pipeline.Services;
        IArtifactStore artifacts = services.GetArtifacts();
        return pipeline.Step(
            $"evaluate {name}",
            decision is null ? version : $"{version} {decision}",
            trained,
            async (_, files, cancellationToken) => EvaluatedFiles.Of(await ModelRelease.From(services, name).JudgeAsync(
                name, await files.OpenAsync(artifacts, cancellationToken).ConfigureAwait(false), null, decision, cancellationToken).ConfigureAwait(false), files.Data));
    }

    /// <summary>Adds a step that registers a judged model and makes it the champion of the deployment of its name, where no gate objects. One that did not pass changes nothing; the step's result says why.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="judged">The step that judged.</param>
    public static Step<ReleasedVersion> Release(this PipelineBuilder pipeline, Step<EvaluatedFiles> judged)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        IServiceProvider services = pipeline.Services;
        return pipeline.Step(
            $"release after {judged?.Name}",
            "1",
            judged!,
            async (context, files, cancellationToken) => await ModelRelease.From(services, files.Model).ReleaseAsync(files, $"pipeline {context.Pipeline}", cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Adds a step that asks the version that answers after a release about all rows of a commit, and commits its answers.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="released">The step that released: its champion answers, also where the candidate did not pass.</param>
    /// <param name="rows">The step that gives the commit.</param>
    /// <param name="into">Name of the dataset that the answers go to.</param>
    /// <param name="prefix">What the names of the answers' columns begin with.</param>
    public static Step<CommittedDataset> Score(this PipelineBuilder pipeline, Step<ReleasedVersion> released, Step<CommittedDataset> rows, string into, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentException.ThrowIfNullOrWhiteSpace(into);
        IServiceProvider services = pipeline.Services;
        return pipeline.Step(
            $"score {into}",
            $"1 {prefix}",
            released,
            rows,
            (_, by, commit, cancellationToken) => ScoreAsync(
                services, by.Model, by.Model, by.Champion ?? throw new LearningException($"No version of '{by.Model}' answers, so '{into}' can't be scored: {by.Explanation}"), commit, into, prefix, cancellationToken));
    }

    /// <summary>Adds a step that asks a deployment's champion about all rows of a commit, and commits its answers, once in every run of the pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="deployment">Name of the deployment.</param>
    /// <param name="rows">The step that gives the commit.</param>
    /// <param name="into">Name of the dataset that the answers go to.</param>
    /// <param name="prefix">What the names of the answers' columns begin with.</param>
    public static Step<CommittedDataset> Score(this PipelineBuilder pipeline, string deployment, Step<CommittedDataset> rows, string into, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentException.ThrowIfNullOrWhiteSpace(deployment);
        ArgumentException.ThrowIfNullOrWhiteSpace(into);
        IServiceProvider services = pipeline.Services;
        return pipeline.Step(
            $"score {into}",
            $"1 {prefix}",
            rows,
            async (_, commit, cancellationToken) =>
            {
                DeploymentRecord? record = await services.GetCatalog().Deployments.FindAsync(deployment, cancellationToken).ConfigureAwait(false);
                int champion = record?.Champion ?? throw new LearningException($"Deployment '{deployment}' has no champion, so '{into}' can't be scored. Promote a version first.");
                return await ScoreAsync(services, deployment, record.Model, champion, commit, into, prefix, cancellationToken).ConfigureAwait(false);
            },
            StepOptions.EveryRun);
    }

    private static async Task<CommittedDataset> ScoreAsync(IServiceProvider services, string deployment, string model, int version, CommittedDataset commit, string into, string prefix, CancellationToken cancellationToken)
    {
        ICatalog catalog = services.GetCatalog();
        IArtifactStore artifacts = services.GetArtifacts();
        var scoring = new BatchScoring(catalog, artifacts, services.GetKeyedService<Deployment>(deployment), services.GetService<TimeProvider>(), services.GetService<ModelRuntimes>());
        Dataset rows = await new DatasetRepository(catalog, artifacts).OpenCommitAsync(commit.CommitId, cancellationToken).ConfigureAwait(false);
        return CommittedDataset.Of(await scoring.ScoreAsync(model, version, rows, into, prefix, cancellationToken).ConfigureAwait(false));
    }
}
