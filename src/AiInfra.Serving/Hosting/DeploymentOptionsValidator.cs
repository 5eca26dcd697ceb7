using AiInfra.Serving.Deployments;
using Microsoft.Extensions.Options;

namespace AiInfra.Serving.Hosting;

[OptionsValidator]
internal sealed partial class DeploymentOptionsValidator : IValidateOptions<DeploymentOptions>;
