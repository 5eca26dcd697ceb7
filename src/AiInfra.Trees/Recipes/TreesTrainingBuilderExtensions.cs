using AiInfra;
using AiInfra.Core.Catalog;
using AiInfra.Training.Hosting;
using AiInfra.Trees.Models;
using AiInfra.Trees.Recipes;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Trees as the recipe of a training.</summary>
public static class TreesTrainingBuilderExtensions
{
    /// <summary>Trains gradient-boosted trees. The newest rows judge how many are best; all rows are then learned.</summary>
    /// <param name="train">The training.</param>
    /// <param name="configure">What differs from the defaults; checked here.</param>
    /// <exception cref="ArgumentException">There is a recipe already, or an option is out of its range.</exception>
    public static TrainingBuilder<T> Trees<T>(this TrainingBuilder<T> train, Action<TreesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        var tried = new TreesOptions();
        configure?.Invoke(tried);
        tried.Checked(nameof(configure));
        return train.Recipe(services => new TreesRecipe(services.GetService<ICatalog>()?.Runs, services.GetService<ILogger<TreesTrainer>>()) { Configure = configure });
    }
}
