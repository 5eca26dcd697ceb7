using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Hosting;

/// <summary>Trains a model of a table on a dataset, and notes in the catalog that it did: by its recipe into files, or as a <see cref="TabularModel"/> in memory.</summary>
/// <param name="name">Name of the training, usually the model's: the experiment in the catalog.</param>
/// <param name="options">What it learns, and from what.</param>
/// <param name="recipe">Who trains.</param>
/// <param name="datasets">Where the rows are.</param>
/// <param name="trainer">Who trains a <see cref="TabularModel"/>; asked for only then. Null where another recipe was chosen.</param>
public sealed class DatasetTraining(string name, DatasetTrainingOptions options, ITrainingRecipe recipe, DatasetRepository datasets, Func<TabularTrainer>? trainer = null)
{
    /// <summary>Name of the training.</summary>
    public string Name { get; } = name;

    /// <summary>What it learns, and from what.</summary>
    public DatasetTrainingOptions Options { get; } = options;

    /// <summary>Who trains.</summary>
    public ITrainingRecipe Recipe { get; } = recipe;

    /// <summary>Trains by the recipe on the older rows of a commit, as a run of the catalog.</summary>
    /// <param name="commitId">The commit; null takes the newest of the dataset and branch of the options.</param>
    /// <param name="heldOut">Share of the rows, the newest, that it does not see, so that they can judge: 0 to below 1.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="progress">Hears where it stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CatalogNotFoundException">There is no such dataset, branch or commit.</exception>
    /// <exception cref="TabularException">The dataset has no such column, or can't be learned from.</exception>
    /// <exception cref="DatasetDamagedException">A file of the dataset is lost or damaged.</exception>
    /// <exception cref="TrainingException">The recipe gave no model, or none that can be opened.</exception>
    public async Task<DatasetTrainingResult> TrainAsync(
        string? commitId = null, double heldOut = 0, long seed = 0, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(heldOut);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(heldOut, 1);
        Dataset dataset = await OpenAsync(commitId, cancellationToken).ConfigureAwait(false);
        long judging = (long)Math.Round(dataset.Rows * heldOut), learned = dataset.Rows - judging;
        RowBatch rows = await dataset.ReadColumnsAsync(count: learned, cancellationToken: cancellationToken).ConfigureAwait(false);
        ColumnData target = rows[Options.Target];
        TaskChoice choice = TaskChoice.Of(Options.Target, target.AsValues(), Options.Task);
        int[] labelled = [.. Enumerable.Range(0, rows.Count).Where(i => !target.IsMissing(i))];
        rows = labelled.Length == rows.Count ? rows : rows.Take(labelled);
        (TrainedModel model, string run) = await Recipe.TrainAsync(
            new TrainingRequest { Rows = rows, Target = Options.Target, Task = choice.Task, Without = [.. Options.Without], Seed = seed, RunId = "", Progress = progress },
            datasets.Catalog.Runs,
            new RunStart(Name, "training")
            {
                Name = $"{dataset.Name}, {rows.Count} rows",
                Parameters = new Dictionary<string, string>
                {
                    ["rows"] = rows.Count.ToString(CultureInfo.InvariantCulture),
                    ["target"] = Options.Target,
                    ["task"] = choice.Task.ToString(),
                },
            },
            async (made, id) =>
            {
                await datasets.Catalog.Lineage.AddAsync([TrainedOn(dataset, id)], cancellationToken).ConfigureAwait(false);
                return made;
            },
            cancellationToken).ConfigureAwait(false);
        return new DatasetTrainingResult(model, Options.Target, choice, run, dataset.Commit.Id, learned, judging);
    }

    /// <summary>Reads the dataset's columns, its rows in their order, and trains on them. In memory they are encoded while it trains; what was read is let go.</summary>
    /// <param name="fit">What is special: an encoder, an earlier model, weights. Its features take the place of <see cref="DatasetTrainingOptions.Without"/>.</param>
    /// <param name="progress">Hears where it stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The model; whoever asked disposes it.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such dataset or branch.</exception>
    /// <exception cref="TabularException">The dataset has no such column, or can't be learned from.</exception>
    /// <exception cref="DatasetDamagedException">A file of the dataset is lost or damaged.</exception>
    /// <exception cref="InvalidOperationException">The training has a recipe of its own, which gives files.</exception>
    public async Task<TabularModel> FitAsync(TabularFit? fit = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (trainer is null)
        {
            throw new InvalidOperationException($"Training '{Name}' has a recipe of its own, {Recipe.GetType().Name}, which gives files: call {nameof(TrainAsync)}.");
        }

        Dataset dataset = await OpenAsync(null, cancellationToken).ConfigureAwait(false);
        fit ??= new TabularFit();
        if (Options.Without.Count > 0)
        {
            fit = fit with { Features = fit.Features ?? Options.Without.Prepend(Options.Target).Aggregate(dataset.Schema, (schema, column) => schema.Without(column)) };
        }

        // Not named, so that nothing here holds what was read while the training runs.
        TabularModel model = await trainer().FitAsync(
            await dataset.ReadColumnsAsync(cancellationToken: cancellationToken).ConfigureAwait(false), Options.Target, Options.Task, fit, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            if (model.Training?.RunId is { } run)
            {
                await datasets.Catalog.Lineage.AddAsync([TrainedOn(dataset, run)], cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return model;
    }

    private static LineageEdge TrainedOn(Dataset dataset, string run) => new(LineageNode.Dataset(dataset.Commit.Id), LineageNode.Run(run), "trained-on");

    private async Task<Dataset> OpenAsync(string? commitId, CancellationToken cancellationToken)
    {
        Dataset dataset = commitId is null
            ? await datasets.OpenAsync(Options.Dataset, Options.Branch, cancellationToken).ConfigureAwait(false)
            : await datasets.OpenCommitAsync(commitId, cancellationToken).ConfigureAwait(false);
        foreach (string column in Options.Without.Prepend(Options.Target))
        {
            if (dataset.Schema.IndexOf(column) < 0)
            {
                throw new TabularException($"Dataset '{dataset.Name}' has no column '{column}'. Columns: {string.Join(", ", dataset.Schema.Columns.Select(c => c.Name))}.");
            }
        }

        return dataset;
    }
}
