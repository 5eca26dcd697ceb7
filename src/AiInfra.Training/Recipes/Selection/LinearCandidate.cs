using AiInfra.Core.Catalog;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>The linear model as every host knows it.</summary>
internal sealed class LinearCandidate : IRecipeCandidate
{
    public string Name => "linear";

    public int Rank => 0;

    public ITrainingRecipe Create(IServiceProvider services, string training, IRunStore? runs) => new LinearRecipe();
}
