using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>A model that its runtime opened.</summary>
/// <param name="Model">The model; whoever has it disposes it.</param>
/// <param name="Platform">What clients are told of its kind.</param>
internal readonly record struct OpenedModel(IModel Model, string Platform);
