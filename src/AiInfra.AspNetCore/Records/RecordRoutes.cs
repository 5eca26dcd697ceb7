using System.Text;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Inference;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Records;

/// <summary>The paths of plain records and of feedback.</summary>
internal static class RecordRoutes
{
    public static IEndpointConventionBuilder MapPredict(IEndpointRouteBuilder endpoints, string prefix)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        IDeployments deployments = services.GetService<IDeployments>()
            ?? throw new InvalidOperationException("There are no deployments to ask. Call services.AddAiInfra(…).AddServing(name) before mapping the endpoints.");
        var refusal = new Refusal(
            Encoding.UTF8.GetBytes($$"""{"title":"{{ReasonPhrases.GetReasonPhrase(StatusCodes.Status503ServiceUnavailable)}}","status":503,"detail":"{{Refusal.Message}}"}"""),
            ProblemAnswer.ContentType,
            services.GetRequiredService<IOptions<OpenInferenceOptions>>().Value,
            Time(services));
        var predict = new PredictEndpoint(deployments, Options(services), refusal);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        ProtocolErrors errors = Errors(services);
        group.MapMethods("/openapi.json", ["GET"], new RecordDescription(deployments, predict).HandleAsync).WithDisplayName("Description of records");
        group.MapMethods("/{model}", ["POST"], context => errors.GuardAsync(context, predict.HandleAsync, ProblemAnswer.WriteAsync)).WithDisplayName("Predict records");
        return group;
    }

    public static IEndpointConventionBuilder MapFeedback(IEndpointRouteBuilder endpoints, string path)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        SignalHub signals = services.GetService<SignalHub>()
            ?? throw new InvalidOperationException("Nobody hears feedback. Call services.AddAiInfra(…) before mapping the endpoint.");
        var feedback = new FeedbackEndpoint(signals, Options(services), Time(services));
        ProtocolErrors errors = Errors(services);
        return endpoints.MapMethods(path, ["POST"], context => errors.GuardAsync(context, feedback.HandleAsync, ProblemAnswer.WriteAsync)).WithDisplayName("Feedback");
    }

    private static TimeProvider Time(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ProtocolErrors Errors(IServiceProvider services) =>
        new(services.GetRequiredService<IOptions<OpenInferenceOptions>>(), services.GetRequiredService<ILogger<ProtocolErrors>>());

    private static IOptions<RecordOptions> Options(IServiceProvider services) => MappedOptions.Of<RecordOptions>(services);
}
