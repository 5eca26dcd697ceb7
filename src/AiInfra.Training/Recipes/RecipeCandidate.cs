using AiInfra.Core.Catalog;

namespace AiInfra.Training.Recipes;

/// <summary>A recipe that <see cref="BestOfRecipe"/> tries. Of equally good ones that which stands earlier is taken: name plain models first.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Create">Makes it; takes where training metrics are kept, null for the trainings that only judge.</param>
public sealed record RecipeCandidate(string Name, Func<IRunStore?, ITrainingRecipe> Create)
{
    /// <summary>The linear model.</summary>
    public static RecipeCandidate Linear { get; } = new("linear", _ => new LinearRecipe());

    /// <summary>The network.</summary>
    public static RecipeCandidate Network { get; } = new("network", runs => new TabularRecipe(runs));

    /// <inheritdoc />
    public override string ToString() => Name;
}
