using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;

namespace AiInfra.Training.Hosting;

/// <summary>Trains a model of a table on the newest commit of a dataset, and notes in the catalog that it did.</summary>
/// <param name="options">What it learns, and from what.</param>
/// <param name="trainer">How it learns.</param>
/// <param name="datasets">Where the rows are.</param>
public sealed class DatasetTraining(DatasetTrainingOptions options, TabularTrainer trainer, DatasetRepository datasets)
{
    /// <summary>What it learns, and from what.</summary>
    public DatasetTrainingOptions Options { get; } = options;

    /// <summary>How it learns.</summary>
    public TabularTrainer Trainer { get; } = trainer;

    /// <summary>Reads the dataset's columns, its rows in their order, and trains on them. In memory they are encoded while it trains; what was read is let go.</summary>
    /// <param name="fit">What is special: an encoder, an earlier model, weights. Its features take the place of <see cref="DatasetTrainingOptions.Without"/>.</param>
    /// <param name="progress">Hears where it stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The model; whoever asked disposes it.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such dataset or branch.</exception>
    /// <exception cref="TabularException">The dataset has no such column, or can't be learned from.</exception>
    /// <exception cref="DatasetDamagedException">A file of the dataset is lost or damaged.</exception>
    public async Task<TabularModel> FitAsync(TabularFit? fit = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Dataset dataset = await datasets.OpenAsync(Options.Dataset, Options.Branch, cancellationToken).ConfigureAwait(false);
        foreach (string column in Options.Without.Prepend(Options.Label))
        {
            if (dataset.Schema.IndexOf(column) < 0)
            {
                throw new TabularException($"Dataset '{dataset.Name}' has no column '{column}'. Columns: {string.Join(", ", dataset.Schema.Columns.Select(c => c.Name))}.");
            }
        }

        fit ??= new TabularFit();
        if (Options.Without.Count > 0)
        {
            fit = fit with { Features = fit.Features ?? Options.Without.Prepend(Options.Label).Aggregate(dataset.Schema, (schema, column) => schema.Without(column)) };
        }

        // Not named, so that nothing here holds what was read while the training runs.
        TabularModel model = await Trainer.FitAsync(
            await dataset.ReadColumnsAsync(cancellationToken: cancellationToken).ConfigureAwait(false), Options.Label, Options.Task, fit, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            if (model.Training?.RunId is { } run)
            {
                await datasets.Catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Dataset(dataset.Commit.Id), LineageNode.Run(run), "trained-on")], cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return model;
    }
}
