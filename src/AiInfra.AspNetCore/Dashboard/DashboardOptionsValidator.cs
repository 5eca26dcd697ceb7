using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Dashboard;

[OptionsValidator]
internal sealed partial class DashboardOptionsValidator : IValidateOptions<DashboardOptions>;
