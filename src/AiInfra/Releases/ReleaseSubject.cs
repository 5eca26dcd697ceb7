using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;

namespace AiInfra.Releases;

/// <summary>A model that asks to be released, whoever trained it.</summary>
/// <param name="Model">Its files.</param>
/// <param name="Target">The column it learned.</param>
/// <param name="Task">What it learned.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="CommitId">The dataset commit that it learned from.</param>
internal sealed record ReleaseSubject(TrainedModel Model, string Target, ModelTask Task, string? RunId, string? CommitId);
