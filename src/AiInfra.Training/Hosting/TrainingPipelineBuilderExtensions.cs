using System.Globalization;
using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;
using AiInfra.Data.Datasets;
using AiInfra.Training.Hosting;
using AiInfra.Training.Recipes;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Steps of pipelines that train.</summary>
public static class TrainingPipelineBuilderExtensions
{
    /// <summary>Adds a step that trains by a training of the host (<c>AddTraining&lt;T&gt;</c>) on the older rows of a commit. It runs again when the commit, the recipe's parameters, what the training learns, or the version are others.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="training">Name of the training.</param>
    /// <param name="data">The step that gives the commit.</param>
    /// <param name="heldOut">Share of the rows, the newest, that is kept to judge by.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="version">Version of the recipe's code; raise it when a recipe of one's own changes what it gives.</param>
    /// <exception cref="ArgumentException">The host has no such training on a dataset.</exception>
    public static Step<TrainedFiles> Train(this PipelineBuilder pipeline, string training, Step<CommittedDataset> data, double heldOut = 0.2, long seed = 0, string version = "1")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentOutOfRangeException.ThrowIfNegative(heldOut);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(heldOut, 1);
        DatasetTraining trains = pipeline.Services.GetKeyedService<DatasetTraining>(training)
            ?? throw new ArgumentException($"Pipeline '{pipeline.Name}' trains '{training}', which this host does not know. Add it with AddTraining<T>(\"{training}\", train => train.On(…).Target(…)).", nameof(training));
        IArtifactStore artifacts = pipeline.Services.GetArtifacts();
        return pipeline.Step(
            $"train {training}",
            $"{version} {Digest(trains, heldOut, seed)}",
            data,
            async (_, commit, cancellationToken) => await TrainedFiles.StoreAsync(
                await trains.TrainAsync(commit.CommitId, heldOut, seed, cancellationToken: cancellationToken).ConfigureAwait(false), commit, artifacts, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the result depends on beside the rows.</summary>
    private static string Digest(DatasetTraining training, double heldOut, long seed)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in training.Recipe.ParametersOf(training.Name).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append(key).Append('=').Append(value).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{training.Options.Target}\n{training.Options.Task}\n{string.Join('\n', training.Options.Without.Order(StringComparer.Ordinal))}\n{heldOut}\n{seed}");
        return ArtifactDigest.Of(Encoding.UTF8.GetBytes(text.ToString())).Hex[..12];
    }
}
