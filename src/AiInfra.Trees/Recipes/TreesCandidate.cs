using AiInfra.Core.Catalog;
using AiInfra.Training.Recipes;
using AiInfra.Trees.Models;
using AiInfra.Trees.Native;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Trees.Recipes;

/// <summary>Trees beside the other recipes of a host.</summary>
internal sealed class TreesCandidate : IRecipeCandidate
{
    public string Name => "trees";

    public int Rank => 100;

    public ITrainingRecipe Create(IServiceProvider services, string training, IRunStore? runs)
    {
        // Where the library is not to be had, it is said before anything is trained.
        LightGbmLibrary.Ensure();
        return new TreesRecipe(runs, services.GetService<ILogger<TreesTrainer>>());
    }
}
