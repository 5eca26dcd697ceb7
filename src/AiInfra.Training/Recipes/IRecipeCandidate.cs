using AiInfra.Core.Catalog;

namespace AiInfra.Training.Recipes;

/// <summary>A recipe that a host knows and that <see cref="BestOfRecipe"/> tries: register one by <c>services.AddSingleton&lt;IRecipeCandidate, …&gt;()</c>.</summary>
public interface IRecipeCandidate
{
    /// <summary>Its name, by which options and reports call it.</summary>
    string Name { get; }

    /// <summary>How plain its models are: of equally good candidates the smallest rank is taken. The linear model has 0, trees 100, the network 200.</summary>
    int Rank { get; }

    /// <summary>Makes the recipe. An error here, a native library that is not to be had for example, is told, and the others are tried.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="training">Name of the training.</param>
    /// <param name="runs">Where training metrics are kept; null for the trainings that only judge.</param>
    ITrainingRecipe Create(IServiceProvider services, string training, IRunStore? runs);
}
