class Orders
  def find(name)
    # ruleid: ruby-sql-built-from-values
    Order.where("name = '#{name}'")
    # ruleid: ruby-sql-built-from-values
    Order.connection.execute("delete from orders where id = #{id}")
    # ok: ruby-sql-built-from-values
    Order.where("name = ?", name)
    # ok: ruby-sql-built-from-values
    Order.where(name: "#{first} #{last}")
    # ok: ruby-sql-built-from-values
    logger.info("order #{name}")
  end
end
