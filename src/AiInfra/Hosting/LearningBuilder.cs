using AiInfra.Learning;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Hosting;

/// <summary>Says how a deployment goes on learning. Sugar over <see cref="LearningOptions"/>.</summary>
public sealed class LearningBuilder : LearningBuilderBase<LearningBuilder>
{
    internal LearningBuilder(IServiceCollection services, string name)
        : base(services, name)
    {
    }
}
