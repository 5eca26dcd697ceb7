using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Hosting;

/// <summary>A runtime that the host brings.</summary>
internal sealed record RuntimeRegistration(string Name, Func<IServiceProvider, IModelRuntime> Make);
