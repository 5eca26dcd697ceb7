using System.Diagnostics.CodeAnalysis;
using AiInfra.Core.Hosting;
using AiInfra.Evaluation;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds evaluations to a host.</summary>
public static class AiInfraEvaluationBuilderExtensions
{
    /// <summary>Adds an evaluation: a keyed <see cref="Evaluator"/> under its name. The same as constructing an <see cref="Evaluator"/> over the builder's plan.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="name">Name of the evaluation and key of the service.</param>
    /// <param name="configure">Metrics, slices and gate; none are needed.</param>
    /// <param name="options">How intervals are computed; also bindable as named options. Checked when the host starts.</param>
    /// <exception cref="ArgumentException">The gate names a metric that the evaluation does not have, or there is an evaluation of that name already.</exception>
    public static AiInfraBuilder AddEvaluation(this AiInfraBuilder builder, string name, Action<EvaluationBuilder>? configure = null, Action<EvaluationOptions>? options = null)
    {
        var evaluation = new EvaluationBuilder(name);
        configure?.Invoke(evaluation);
        return Add(builder, evaluation.Build(), options);
    }

    /// <summary>Adds an evaluation in terms of the record that a dataset was ingested as: <c>e => e.Target(r => r.Up).Accuracy().SliceBy(r => r.Site)</c>. A renamed property is a compiler error then.</summary>
    /// <typeparam name="T">The record; the columns are named as ingestion names them.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <param name="name">Name of the evaluation and key of the service.</param>
    /// <param name="configure">Target, metrics, slices and gate.</param>
    /// <param name="options">How intervals are computed; also bindable as named options. Checked when the host starts.</param>
    /// <exception cref="ArgumentException">A target or slice is not a property of the record that stands in a column, the gate names a metric that the evaluation does not have, or there is an evaluation of that name already.</exception>
    public static AiInfraBuilder AddEvaluation<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this AiInfraBuilder builder, string name, Action<EvaluationBuilder<T>> configure, Action<EvaluationOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var evaluation = new EvaluationBuilder<T>(name);
        configure(evaluation);
        return Add(builder, evaluation.Build(), options);
    }

    private static AiInfraBuilder Add(AiInfraBuilder builder, EvaluationPlan plan, Action<EvaluationOptions>? options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string name = plan.Name;
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(Evaluator) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is an evaluation '{name}' already. Say all of it in one AddEvaluation.", nameof(name));
        }

        OptionsBuilder<EvaluationOptions> named = builder.Services.AddCheckedOptions<EvaluationOptions>(name);
        if (options is not null)
        {
            named.Configure(options);
        }

        builder.Services.AddKeyedSingleton(name, (services, _) => new Evaluator(
            plan,
            services.GetRequiredService<IOptionsMonitor<EvaluationOptions>>().Get(name),
            services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
