using AiInfra.Core.Storage;

namespace AiInfra.Outside.Tests.Tables;

/// <summary>A table of one's own in whichever store the host chose.</summary>
internal sealed class ReviewsModule : IStoreModule
{
    public string Name => "reviews";

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => dialect is StoreDialect.Sqlite or StoreDialect.Postgres
        ? [new(1, "CREATE TABLE reviews (prediction TEXT NOT NULL, reviewer TEXT NOT NULL, is_right INTEGER NOT NULL, at BIGINT NOT NULL, picture TEXT, PRIMARY KEY (prediction, reviewer));")]
        : [];

    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new ReviewStore(database)];
}
