namespace AiInfra.Training.Recipes;

/// <summary>No recipe could be chosen, or a model of one can't be judged.</summary>
public sealed class SelectionException(string message, Exception? inner = null) : AiInfraException(message, inner);
