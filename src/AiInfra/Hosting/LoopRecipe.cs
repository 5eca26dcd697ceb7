using AiInfra.Training.Recipes;

namespace AiInfra.Hosting;

/// <summary>A recipe that was given to a loop, not to a training.</summary>
/// <param name="Recipe">The recipe.</param>
internal sealed record LoopRecipe(ITrainingRecipe Recipe);
