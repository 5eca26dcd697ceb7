using AiInfra.Contracts;

namespace AiInfra.Sqlite.Tests;

/// <summary>SQLite does what every catalog must do.</summary>
public static class SqliteCatalogTests
{
    public sealed class Runs : RunStoreContract<TemporaryCatalog>;

    public sealed class RunSearches : RunSearchContract<TemporaryCatalog>;

    public sealed class RunFiles : RunFilesContract<TemporaryCatalog>;

    public sealed class Experiments : ExperimentContract<TemporaryCatalog>;

    public sealed class RegisteredModels : RegisteredModelContract<TemporaryCatalog>;

    public sealed class RunOwners : RunOwnerContract<TemporaryCatalog>;

    public sealed class Datasets : DatasetStoreContract<TemporaryCatalog>;

    public sealed class Models : ModelRegistryContract<TemporaryCatalog>;

    public sealed class Deployments : DeploymentStoreContract<TemporaryCatalog>;

    public sealed class LineageAndEvents : LineageAndEventContract<TemporaryCatalog>;

    public sealed class Predictions : PredictionLogContract<TemporaryCatalog>;

    public sealed class Deletions : DeletionContract<TemporaryCatalog>;

    public sealed class Retention : RetentionContract<TemporaryCatalog>;

    public sealed class Modules : StoreModuleContract<TemporaryCatalog>;

    public sealed class Whole : WholeCatalogContract<TemporaryCatalog>;
}
