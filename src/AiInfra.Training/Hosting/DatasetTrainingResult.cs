using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Hosting;

/// <summary>What a training on a dataset made by its recipe.</summary>
/// <param name="Model">The model's files.</param>
/// <param name="Target">The column it learned.</param>
/// <param name="Task">What was learned, and which rule said so.</param>
/// <param name="RunId">The run in the catalog.</param>
/// <param name="CommitId">The dataset commit it learned from.</param>
/// <param name="LearnedRows">Rows of the commit, from its first, that it learned from.</param>
/// <param name="HeldOutRows">Rows after those that it never saw, to judge it by.</param>
public sealed record DatasetTrainingResult(TrainedModel Model, string Target, TaskChoice Task, string RunId, string CommitId, long LearnedRows, long HeldOutRows);
