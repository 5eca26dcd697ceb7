using AiInfra.Core.Hosting;
using AiInfra.Evaluation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds evaluations to a host.</summary>
public static class AiInfraEvaluationBuilderExtensions
{
    /// <summary>Adds an evaluation: a keyed <see cref="Evaluator"/> under its name. The same as constructing an <see cref="Evaluator"/> over the builder's plan.</summary>
    /// <param name="ai">The host's builder.</param>
    /// <param name="name">Name of the evaluation and key of the service.</param>
    /// <param name="configure">Metrics, slices and gate; none are needed.</param>
    /// <param name="options">How intervals are computed; also bindable as named options.</param>
    /// <exception cref="ArgumentException">The gate names a metric that the evaluation does not have.</exception>
    public static AiInfraBuilder AddEvaluation(this AiInfraBuilder ai, string name, Action<EvaluationBuilder>? configure = null, Action<EvaluationOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(ai);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = new EvaluationBuilder(name);
        configure?.Invoke(builder);
        EvaluationPlan plan = builder.Build();

        OptionsBuilder<EvaluationOptions> named = ai.Services.AddOptions<EvaluationOptions>(name).ValidateOnStart();
        if (options is not null)
        {
            named.Configure(options);
        }

        ai.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EvaluationOptions>, EvaluationOptionsValidator>());
        ai.Services.AddKeyedSingleton(name, (services, _) => new Evaluator(
            plan,
            services.GetRequiredService<IOptionsMonitor<EvaluationOptions>>().Get(name),
            services.GetRequiredService<TimeProvider>()));
        return ai;
    }
}
